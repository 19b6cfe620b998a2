package io.pocket.data;

import io.pocket.protocol.message.JobGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the controller granted to each job, and how the job's clients use it. Bytes are the affair of {@link ChunkIndex}. One thread;
 * memory is bounded by grants and connections.
 */
final class JobTable {

    private final LongMap<Entry> entries = new LongMap<>();

    /** One job that has a grant or a connection. */
    static final class Entry {
        private final long job;
        private JobGrant grant;
        private long requests;
        private int connections;

        private Entry(long job) {
            this.job = job;
        }

        long job() {
            return job;
        }

        /** Of its clients, since the node first had to do with the job. */
        long requests() {
            return requests;
        }

        int connections() {
            return connections;
        }

        private boolean isFull() {
            return grant != null && grant.maxConnections() != 0 && connections >= grant.maxConnections();
        }
    }

    /** Null when the job has neither a grant nor a connection. */
    Entry get(long job) {
        return entries.get(job);
    }

    void forEach(Consumer<Entry> consumer) {
        entries.forEach(consumer);
    }

    /** Null when the job has none. */
    JobGrant grant(long job) {
        Entry entry = entries.get(job);
        return entry == null ? null : entry.grant;
    }

    List<JobGrant> grants() {
        List<JobGrant> grants = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.grant != null) {
                grants.add(entry.grant);
            }
        });
        return grants;
    }

    /** Connections that are there already stay, also beyond the new bound. */
    void put(JobGrant grant) {
        orNew(grant.job()).grant = grant;
    }

    void removeGrant(long job) {
        Entry entry = entries.get(job);
        if (entry != null) {
            entry.grant = null;
            forgetIfIdle(entry);
        }
    }

    /** Whether the job may have one more connection. */
    boolean hasRoom(long job) {
        Entry entry = entries.get(job);
        return entry == null || !entry.isFull();
    }

    void connected(long job) {
        orNew(job).connections++;
    }

    void disconnected(long job) {
        Entry entry = entries.get(job);
        entry.connections--;
        forgetIfIdle(entry);
    }

    /** A connected client of the job asks for something. */
    void asked(long job) {
        entries.get(job).requests++;
    }

    private Entry orNew(long job) {
        Entry entry = entries.get(job);
        if (entry == null) {
            entry = new Entry(job);
            entries.put(job, entry);
        }
        return entry;
    }

    private void forgetIfIdle(Entry entry) {
        if (entry.connections == 0 && entry.grant == null) {
            entries.remove(entry.job);
        }
    }
}
