package io.pocket.system;

import io.pocket.client.core.Change;
import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.core.Outcome;
import io.pocket.client.core.PutOperation;
import io.pocket.client.core.PutTerms;
import io.pocket.client.wire.SocketLane;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.simulator.HeapBytes;
import io.pocket.simulator.history.Content;
import io.pocket.simulator.history.History;
import io.pocket.simulator.history.Observation;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One client on its own thread and sockets, which records what it asked and saw for the history checker. */
final class ModelClient implements AutoCloseable {
    private static final long DEADLINE_NANOS = Duration.ofSeconds(60).toNanos();

    private final int id;
    private final String bucket;
    private final SocketLane lane;
    private final History history;
    private final AtomicLong contentIds;
    private final SplittableRandom random;
    private final int names;

    ModelClient(int id, String bucket, String connectionString, History history, AtomicLong contentIds, int names) {
        this.id = id;
        this.bucket = bucket;
        this.history = history;
        this.contentIds = contentIds;
        this.names = names;
        this.random = new SplittableRandom(id);
        ConnectionString connection = ConnectionString.parse(connectionString);
        this.lane = new SocketLane(LaneConfig.of(connection.shards(), connection.token(), "model"), random.split());
    }

    void run(int operations) {
        for (int i = 0; i < operations; i++) {
            String name = bucket + "/" + random.nextInt(names);
            int dice = random.nextInt(100);
            if (dice < 40) {
                put(name, dice < 8 ? Kind.PUT_IF_ABSENT : Kind.PUT);
            } else if (dice < 90) {
                get(name);
            } else {
                delete(name);
            }
        }
    }

    void deleteAll() {
        for (int i = 0; i < names; i++) {
            delete(bucket + "/" + i);
        }
    }

    private void put(String name, Kind kind) {
        long content = contentIds.incrementAndGet();
        byte[] bytes = Content.of(content, length());
        PutTerms terms = new PutTerms(kind == Kind.PUT_IF_ABSENT, 0, 0);
        long invoked = System.nanoTime();
        Outcome<Mutated> outcome =
                lane.run(new PutOperation(ObjectName.of(name), terms, new HeapBytes.Source(bytes), deadline()));
        recordMutation(kind, name, content, invoked, outcome);
    }

    /** Mostly small, some of one chunk, a few of two. */
    private int length() {
        int dice = random.nextInt(100);
        if (dice < 70) {
            return Content.MIN_LENGTH + random.nextInt(4000);
        }
        return dice < 99 ? 5_000 + random.nextInt(60_000) : (4 << 20) + random.nextInt(100_000);
    }

    private long deadline() {
        return lane.nowNanos() + DEADLINE_NANOS;
    }

    void delete(String name) {
        long invoked = System.nanoTime();
        recordMutation(Kind.DELETE, name, 0, invoked, lane.run(Change.delete(ObjectName.of(name), 0, deadline())));
    }

    private void get(String name) {
        HeapBytes.Sink sink = new HeapBytes.Sink();
        long invoked = System.nanoTime();
        Outcome<ObjectReply> outcome =
                lane.run(new GetOperation(ObjectName.of(name), GetTerms.WHOLE, sink, deadline()));
        switch (outcome) {
            case Outcome.Value<ObjectReply>(ObjectReply object) -> {
                long content = Content.idOf(sink.bytes());
                if (Content.mismatch(content, sink.bytes()) >= 0) {
                    throw new AssertionError("torn object " + name + " of " + sink.bytes().length + " bytes");
                }
                add(Kind.GET, name, Seen.DONE, content, invoked, object.version(), object.asOf());
            }
            case Outcome.Failed<ObjectReply>(Failure failure) -> {
                if (failure.kind() != FailureKind.NO_SUCH_OBJECT) {
                    throw new AssertionError("get " + name + " failed: " + failure);
                }
                add(Kind.GET, name, Seen.NOT_FOUND, 0, invoked, 0, failure.asOf());
            }
        }
    }

    private void recordMutation(Kind kind, String name, long content, long invoked, Outcome<Mutated> outcome) {
        switch (outcome) {
            case Outcome.Value<Mutated>(Mutated done) ->
                add(kind, name, Seen.DONE, content, invoked, done.version(), 0);
            case Outcome.Failed<Mutated>(Failure failure) ->
                add(kind, name, seen(failure), content, invoked, 0, failure.asOf());
        }
    }

    private static Seen seen(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT -> Seen.NOT_FOUND;
            case OBJECT_EXISTS -> Seen.EXISTS;
            default -> throw new AssertionError("a mutation failed: " + failure);
        };
    }

    private void add(Kind kind, String name, Seen seen, long content, long invoked, long version, long asOf) {
        history.add(new Observation(id, kind, name, seen, content, invoked, System.nanoTime(), version, asOf));
    }

    @Override
    public void close() {
        lane.close();
    }
}
