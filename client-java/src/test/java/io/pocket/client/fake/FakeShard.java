package io.pocket.client.fake;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Renewed;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.WeightMapReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps records in a map, and answers repeated mutations from a log. One monitor guards all of it. */
public final class FakeShard implements FakeServer.Handler {
    public static final int INLINE_LIMIT = 4096;
    public static final int CHUNK_SIZE = 64 << 10;
    private static final int LEASE_MILLIS = 60_000;

    private record Entry(ObjectReply record, Bytes inline) {}

    private record Done(long upload, int sequence) {}

    private final TreeMap<ObjectName, Entry> objects = new TreeMap<>();
    private final Map<Done, Reply> log = new HashMap<>();
    private final WeightMap map;
    private long uploads;
    private long version;
    private long claims;
    private int commits;

    public FakeShard(WeightMap map) {
        this.map = map;
    }

    /** Mutations that took effect; repetitions do not count. */
    public synchronized int commits() {
        return commits;
    }

    /** Answers nothing from the log any more, and no upload can be resumed. */
    public synchronized void forgetUploads() {
        log.clear();
        uploads += 1000;
    }

    @Override
    public synchronized Reply handle(Request request, byte[] payload, int deadlineMillis) throws InterruptedException {
        if (request instanceof Hello hello) {
            return hello(hello);
        } else if (request instanceof Commit commit) {
            return once(commit.mutation(), () -> commit(commit, payload));
        } else if (request instanceof Lookup lookup) {
            return lookup(lookup, deadlineMillis);
        } else if (request instanceof Stat stat) {
            return find(stat.name(), false);
        } else if (request instanceof Delete delete) {
            return once(delete.mutation(), () -> delete(delete.name()));
        } else if (request instanceof Rename rename) {
            return once(rename.mutation(), () -> rename(rename));
        } else if (request instanceof ClaimEnd end) {
            return once(end.mutation(), () -> end.consumed() ? delete(end.name()) : mutated(0));
        } else if (request instanceof BucketCreate create) {
            return once(create.mutation(), () -> mutated(1));
        } else if (request instanceof BucketDelete delete) {
            return once(delete.mutation(), () -> deleteBucket(delete.bucket()));
        } else if (request instanceof ListNames list) {
            return list(list);
        } else if (request instanceof Count count) {
            return count(count);
        } else if (request instanceof AwaitCount await) {
            return awaitCount(await, deadlineMillis);
        } else if (request instanceof Renew) {
            return Reply.ok(new Renewed(LEASE_MILLIS));
        } else if (request instanceof WeightMapGet) {
            return Reply.ok(new WeightMapReply(map));
        }
        return Reply.refused(Status.UNSUPPORTED, version);
    }

    private Reply hello(Hello hello) {
        boolean known = UploadId.counter(hello.resumeUpload()) > uploads - 1000 && hello.resumeUpload() != 0;
        long upload = known ? hello.resumeUpload() : UploadId.of(1, ++uploads);
        return Reply.ok(new HelloReply(
                Hello.VERSION, 0, 1, 5, 1, upload, LEASE_MILLIS, 1 << 22, INLINE_LIMIT, CHUNK_SIZE, 9, 1, map));
    }

    private Reply once(Mutation mutation, Supplier<Reply> change) {
        return log.computeIfAbsent(new Done(mutation.upload(), mutation.sequence()), done -> {
            commits++;
            return change.get();
        });
    }

    private Reply mutated(long affected) {
        return Reply.ok(new Mutated(++version, affected));
    }

    private Reply commit(Commit commit, byte[] payload) {
        boolean taken = objects.containsKey(commit.name());
        if (taken && (commit.flags() & Commit.IF_ABSENT) != 0) {
            return Reply.refused(Status.EXISTS, version);
        }
        if ((commit.flags() & Commit.IF_VERSION) != 0
                && (!taken || objects.get(commit.name()).record().version() != commit.ifVersion())) {
            return Reply.refused(Status.CONDITION_FAILED, version);
        }
        version++;
        ObjectReply record = new ObjectReply(
                version,
                version,
                commit.sizeBytes(),
                commit.crc32c(),
                1_700_000_000_000L,
                commit.ttlMillis(),
                0,
                commit.chunks().isEmpty(),
                commit.chunks());
        objects.put(commit.name(), new Entry(record, Bytes.wrap(payload)));
        notifyAll();
        return Reply.ok(new Mutated(version, 1));
    }

    private Reply lookup(Lookup lookup, int deadlineMillis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis) * 9 / 10;
        boolean waits = (lookup.flags() & Lookup.AWAIT) != 0;
        while (waits && !objects.containsKey(lookup.name()) && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, until - System.nanoTime()));
        }
        return find(lookup.name(), (lookup.flags() & Lookup.CLAIM) != 0);
    }

    private Reply find(ObjectName name, boolean claim) {
        Entry entry = objects.get(name);
        if (entry == null) {
            return Reply.refused(Status.NOT_FOUND, version);
        }
        ObjectReply found = entry.record();
        ObjectReply reply = new ObjectReply(
                version,
                found.version(),
                found.sizeBytes(),
                found.crc32c(),
                found.createdAtMillis(),
                found.ttlMillis(),
                claim ? ++claims : 0,
                found.inline(),
                found.chunks());
        return Reply.ok(reply, entry.inline().toArray());
    }

    private Reply delete(ObjectName name) {
        return objects.remove(name) == null ? Reply.refused(Status.NOT_FOUND, version) : mutated(1);
    }

    private Reply deleteBucket(String bucket) {
        int before = objects.size();
        objects.keySet().removeIf(name -> name.bucket().equals(bucket));
        return mutated(before - objects.size());
    }

    private Reply rename(Rename rename) {
        Entry entry = objects.remove(rename.from());
        if (entry == null) {
            return Reply.refused(Status.NOT_FOUND, version);
        }
        objects.put(rename.to(), entry);
        return mutated(1);
    }

    private List<ListEntry> matching(Bytes prefix, Bytes after) {
        List<ListEntry> entries = new ArrayList<>();
        objects.forEach((name, entry) -> {
            if (name.startsWith(prefix) && name.compareTo(after) > 0) {
                ObjectReply record = entry.record();
                entries.add(new ListEntry(name, record.sizeBytes(), record.version(), record.createdAtMillis()));
            }
        });
        return entries;
    }

    private Reply list(ListNames list) {
        List<ListEntry> all = matching(list.prefix(), list.cursor());
        boolean more = all.size() > list.limit();
        return Reply.ok(new ListReply(version, more, more ? all.subList(0, list.limit()) : all));
    }

    private Reply awaitCount(AwaitCount await, int deadlineMillis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis) * 9 / 10;
        while (matching(await.prefix(), Bytes.EMPTY).size() < await.atLeast() && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, until - System.nanoTime()));
        }
        boolean enough = matching(await.prefix(), Bytes.EMPTY).size() >= await.atLeast();
        return enough ? count(new Count(await.prefix())) : Reply.refused(Status.DEADLINE_EXCEEDED, version);
    }

    private Reply count(Count count) {
        List<ListEntry> all = matching(count.prefix(), Bytes.EMPTY);
        long bytes = all.stream().mapToLong(ListEntry::sizeBytes).sum();
        return Reply.ok(new CountReply(version, all.size(), bytes));
    }
}
