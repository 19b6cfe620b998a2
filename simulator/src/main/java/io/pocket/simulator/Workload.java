package io.pocket.simulator;

import io.pocket.client.core.Change;
import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.core.Operation;
import io.pocket.client.core.Outcome;
import io.pocket.client.core.PutOperation;
import io.pocket.client.core.PutTerms;
import io.pocket.client.core.Question;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.simulator.Recorder.Asked;
import io.pocket.simulator.history.Content;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the clients do: each one operation after the other, drawn by lot. */
final class Workload {
    static final String PREFIX = "b/";

    private static final long MILLIS = 1_000_000;

    /** An operation may outlive several faults; some give up, which is part of the test, and some have less time. */
    private static final long DEADLINE_NANOS = 8_000 * MILLIS;

    private static final int PAGE_LIMIT = 3;
    private static final int OPERATIONS_FOR_A_DROPPED_JOB = 2;

    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final SimulationConfig config;
    private final Faults faults;
    private final Recorder recorder;
    private final List<String> paths;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final Map<Integer, Listing> listings = new HashMap<>();
    private final int[] afterDrop;
    private long nextContentId = 1L << 32;
    private int started;
    private int completed;

    /** A listing that goes on with the client's next operation. */
    private record Listing(long job, String cursor) {}

    Workload(Scheduler scheduler, SimulatedCluster cluster, SimulationConfig config, Faults faults, Recorder recorder) {
        this.scheduler = scheduler;
        this.cluster = cluster;
        this.config = config;
        this.faults = faults;
        this.recorder = recorder;
        afterDrop = new int[config.clients()];
        paths = IntStream.range(0, config.names())
                .mapToObj(i -> PREFIX + i)
                .sorted()
                .toList();
    }

    void start() {
        for (int client = 0; client < config.clients(); client++) {
            next(client);
        }
    }

    List<String> paths() {
        return paths;
    }

    int completed() {
        return completed;
    }

    boolean isOver() {
        return completed >= config.operations() && faults.struck() >= config.faults();
    }

    private void next(int client) {
        if (started >= config.operations() && faults.struck() >= config.faults()) {
            return;
        }
        started++;
        moveOnIfDropped(client);
        Listing listing = listings.remove(client);
        if (listing != null && listing.job() == jobOf(client)) {
            list(client, listing.cursor());
        } else {
            draw(client);
        }
    }

    /** After a few tries the client's process ends with its job, and one of another job begins. */
    private void moveOnIfDropped(int client) {
        if (cluster.controller().isDropped(jobOf(client)) && ++afterDrop[client] > OPERATIONS_FOR_A_DROPPED_JOB) {
            afterDrop[client] = 0;
            List<Long> jobs = cluster.controller().jobs();
            cluster.client(client).workFor(jobs.get(scheduler.random().nextInt(jobs.size())));
        }
    }

    private long jobOf(int client) {
        return cluster.client(client).job();
    }

    private void draw(int client) {
        String path = paths.get(scheduler.random().nextInt(paths.size()));
        int dice = scheduler.random().nextInt(100);
        if (dice < 32) {
            put(client, path, Kind.PUT, ttlTerms());
        } else if (dice < 40) {
            put(client, path, Kind.PUT_IF_ABSENT, ttlTerms());
        } else if (dice < 44) {
            put(client, path, Kind.PUT, Terms.ifVersion(lastSeen(client, path)));
        } else if (dice < 68) {
            get(client, path, GetTerms.WHOLE);
        } else if (dice < 74) {
            get(client, path, await(client, path));
        } else if (dice < 81) {
            consume(client, path);
        } else if (dice < 87) {
            delete(client, path, scheduler.chance(0.5) ? lastSeen(client, path) : 0);
        } else if (dice < 92) {
            rename(client, path, paths.get(scheduler.random().nextInt(paths.size())));
        } else if (dice < 97) {
            list(client, "");
        } else {
            count(client);
        }
    }

    private Terms ttlTerms() {
        return scheduler.chance(0.3) ? Terms.ttl(scheduler.between(20, 4_000) * MILLIS) : Terms.NONE;
    }

    /** The version that any client of the job saw last; 0 when none did. */
    private long lastSeen(int client, String path) {
        return lastSeen.getOrDefault(jobOf(client) + ":" + path, 0L);
    }

    private GetTerms await(int client, String path) {
        long afterVersion = scheduler.chance(0.5) ? lastSeen(client, path) : 0;
        return new GetTerms(0, GetTerms.TO_THE_END, scheduler.between(5, 3_000) * MILLIS, afterVersion, false);
    }

    // One operation

    private Asked asked(int client, Kind kind, String path, long content, Terms terms) {
        return new Asked(client, jobOf(client), kind, path, content, scheduler.nowNanos(), terms);
    }

    private long deadline() {
        long patience = scheduler.chance(0.1) ? scheduler.between(5, 1_000) * MILLIS : DEADLINE_NANOS;
        return scheduler.nowNanos() + patience;
    }

    /** Starts the operation; when the client dies meanwhile, {@code died} is recorded and the next one begins all the same. */
    private void start(int client, Operation<?> operation, Runnable done, Runnable died) {
        boolean[] over = {false};
        cluster.client(client).start(operation, () -> endOnce(client, over, done));
        cluster.onDeath(client, () -> endOnce(client, over, died));
    }

    /** A client may die at the very moment at which its operation ends. */
    private void endOnce(int client, boolean[] over, Runnable end) {
        if (!over[0]) {
            over[0] = true;
            end.run();
            completed(client);
        }
    }

    private void completed(int client) {
        completed++;
        faults.strikeIfDue(completed, config);
        scheduler.after(scheduler.between(0, MILLIS), () -> {
            if (!cluster.isMended()) {
                next(client);
            }
        });
    }

    private int length() {
        return switch (scheduler.random().nextInt(4)) {
            case 0 -> Content.MIN_LENGTH + scheduler.random().nextInt(config.inlineLimit() - Content.MIN_LENGTH);
            case 1 -> config.inlineLimit() + 1 + scheduler.random().nextInt(config.chunkSize() - config.inlineLimit());
            case 2 -> config.chunkSize() * (1 + scheduler.random().nextInt(4));
            default -> config.chunkSize() + scheduler.random().nextInt(4 * config.chunkSize());
        };
    }

    private void put(int client, String path, Kind kind, Terms terms) {
        Asked asked = asked(client, kind, path, nextContentId++, terms);
        HeapBytes.Source source = new HeapBytes.Source(Content.of(asked.content(), length()));
        PutTerms putTerms = new PutTerms(kind == Kind.PUT_IF_ABSENT, terms.ifVersion(), terms.ttlNanos() / MILLIS);
        PutOperation operation = new PutOperation(ObjectName.of(path), putTerms, source, deadline());
        start(client, operation, () -> recorder.mutated(asked, operation.outcome()), () -> recorder.unknown(asked));
    }

    private void delete(int client, String path, long ifVersion) {
        Asked asked = asked(client, Kind.DELETE, path, 0, Terms.ifVersion(ifVersion));
        change(asked, Change.delete(ObjectName.of(path), ifVersion, deadline()));
    }

    private void rename(int client, String from, String to) {
        if (from.equals(to)) {
            count(client);
            return;
        }
        Asked asked = asked(client, Kind.RENAME, to, 0, Terms.from(jobOf(client) + ":" + from));
        change(asked, Change.rename(ObjectName.of(from), ObjectName.of(to), scheduler.chance(0.5), deadline()));
    }

    private void change(Asked asked, Change operation) {
        start(
                asked.client(),
                operation,
                () -> recorder.mutated(asked, operation.outcome()),
                () -> recorder.unknown(asked));
    }

    private void get(int client, String path, GetTerms terms) {
        Asked asked = asked(client, Kind.GET, path, 0, Terms.NONE);
        HeapBytes.Sink sink = new HeapBytes.Sink();
        GetOperation operation = new GetOperation(ObjectName.of(path), terms, sink, deadline());
        start(
                client,
                operation,
                () -> {
                    recorder.read(asked, operation.outcome(), sink.bytes(), terms.afterVersion());
                    if (operation.outcome() instanceof Outcome.Value<ObjectReply>(ObjectReply object)) {
                        lastSeen.merge(asked.name(), object.version(), Math::max);
                    }
                },
                () -> {});
    }

    private void consume(int client, String path) {
        Asked asked = asked(client, Kind.CONSUME, path, 0, Terms.NONE);
        HeapBytes.Sink sink = new HeapBytes.Sink();
        GetTerms terms = new GetTerms(0, GetTerms.TO_THE_END, 0, 0, true);
        GetOperation operation = new GetOperation(ObjectName.of(path), terms, sink, deadline());
        int before = cluster.client(client).confirmations();
        start(
                client,
                operation,
                () -> recorder.consumed(
                        asked,
                        operation.outcome(),
                        sink.bytes(),
                        cluster.client(client).confirmations() > before),
                () -> {
                    if (cluster.client(client).confirmations() > before) {
                        recorder.unknown(asked.as(Kind.DELETE));
                    }
                });
    }

    private void list(int client, String cursor) {
        Asked asked = asked(client, Kind.LIST, PREFIX, 0, Terms.NONE);
        Question<ListReply> operation = Question.list(PREFIX, Bytes.utf8(cursor), PAGE_LIMIT, deadline());
        start(
                client,
                operation,
                () -> {
                    String next = recorder.listed(asked, operation.outcome(), cursor, paths);
                    if (next != null) {
                        listings.put(client, new Listing(asked.job(), next));
                    }
                },
                () -> {});
    }

    private void count(int client) {
        Asked asked = asked(client, Kind.COUNT, PREFIX, 0, Terms.NONE);
        Question<CountReply> operation = Question.count(PREFIX, deadline());
        start(client, operation, () -> recorder.counted(asked, operation.outcome()), () -> {});
    }
}
