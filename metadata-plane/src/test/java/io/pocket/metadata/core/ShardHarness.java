package io.pocket.metadata.core;

import io.pocket.metadata.core.table.HeapRecordMemory;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A shard stepped by hand: a log on the heap, a clock that the test moves, peers that remember what they were answered. */
final class ShardHarness {
    static final int SHARD = 3;
    static final long LOG = 4711;
    static final long JOB = 21;
    static final int NODE = 12;
    static final long INCARNATION = 99;
    static final int LEASE_MILLIS = 60_000;

    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private final List<byte[]> log = new ArrayList<>();
    private final ShardRules rules;
    private final UnaryOperator<ShardConfig> changes;
    private ShardState state;
    private ShardCore core;
    private long epoch;
    private long nowMillis;
    private boolean logFull;
    private int maxBucketsPerJob = 1000;
    private long recordMemory = 64 << 20;

    ShardHarness() {
        this(UnaryOperator.identity());
    }

    /** @param changes to the shipped configuration */
    ShardHarness(UnaryOperator<ShardConfig> changes) {
        this(new ShardRules(), changes);
    }

    ShardHarness(ShardRules rules, UnaryOperator<ShardConfig> changes) {
        this.rules = rules;
        this.changes = changes;
        restart();
        Peer controller = connect(Role.CONTROLLER, 1);
        controller.ok(node(NODE, INCARNATION, NodeState.LIVE));
        controller.ok(job(JOB, 1));
    }

    static NodesPut node(int id, long incarnation, NodeState nodeState) {
        return new NodesPut(List.of(new NodeEntry(id, incarnation, Tier.DRAM, nodeState, "127.0.0.1:7200")));
    }

    static JobPut job(long number, long mapEpoch) {
        return job(number, mapEpoch, 0, 0, 0, 0, 0);
    }

    static JobPut job(
            long number,
            long mapEpoch,
            long objects,
            long inlineBytes,
            int operationsPerSecond,
            int connections,
            long defaultTtlMillis) {
        WeightMap.Member member = new WeightMap.Member(NODE, INCARNATION, Tier.DRAM, 1, "127.0.0.1:7200");
        return new JobPut(
                number,
                "job",
                objects,
                inlineBytes,
                operationsPerSecond,
                connections,
                defaultTtlMillis,
                List.of(),
                new WeightMap(mapEpoch, List.of(Tier.DRAM), List.of(member)));
    }

    static JobPut job(long number, long mapEpoch, List<Integer> shards) {
        WeightMap.Member member = new WeightMap.Member(NODE, INCARNATION, Tier.DRAM, 1, "127.0.0.1:7200");
        return new JobPut(
                number, "job", 0, 0, 0, 0, 0, shards, new WeightMap(mapEpoch, List.of(Tier.DRAM), List.of(member)));
    }

    /** The process ends and comes back with what its log holds. */
    void restart() {
        epoch++;
        state = newState();
        for (byte[] record : log) {
            replay(record);
        }
        try {
            core = new ShardCore(
                    changes.apply(ShardConfig.of(SHARD, LOG, epoch).withMaxBucketsPerJob(maxBucketsPerJob)),
                    state,
                    this::append,
                    rules,
                    ShardHarness::verify,
                    log::size,
                    nanos());
        } catch (ShardLog.LogFullException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The process ends and comes back with another limit. */
    void restartWithMaxBucketsPerJob(int buckets) {
        maxBucketsPerJob = buckets;
        restart();
    }

    /** The process ends and comes back with another limit. */
    void restartWithRecordMemory(long bytes) {
        recordMemory = bytes;
        restart();
    }

    /** As {@link #restart}, but from a snapshot instead of the log. */
    void restartFromSnapshot() {
        List<byte[]> snapshot = snapshot();
        log.clear();
        log.addAll(snapshot);
        restart();
    }

    List<byte[]> snapshot() {
        List<byte[]> records = new ArrayList<>();
        try {
            new SnapshotWriter(state, rules, (record, payload) -> records.add(encode(record, payload))).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** A snapshot that is written between other steps. */
    final class SlowSnapshot {
        private final List<byte[]> records = new ArrayList<>();
        private final int logLength = log.size();
        private final SnapshotWriter writer;

        private SlowSnapshot() {
            writer = new SnapshotWriter(state, rules, (record, payload) -> records.add(encode(record, payload)));
            writer.begin();
        }

        boolean writeSome(int steps) {
            return writer.writeSome(steps);
        }

        /** What a start would make of it and the log behind it. */
        ShardState recover() {
            ShardState recovered = newState();
            records.forEach(record -> replay(recovered, record));
            log.subList(logLength, log.size()).forEach(record -> replay(recovered, record));
            return recovered;
        }
    }

    SlowSnapshot beginSnapshot() {
        return new SlowSnapshot();
    }

    private ShardState newState() {
        return new ShardState(SHARD, HeapRecordMemory.of(recordMemory), new HeapInlineStore(1 << 20));
    }

    private void replay(byte[] bytes) {
        replay(state, bytes);
    }

    private static void replay(ShardState state, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            ShardRecord record = ShardRecord.read(in);
            state.apply(record, in.hasRemaining() ? in : null);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private void append(ShardRecord record, ByteBuffer payload) throws ShardLog.LogFullException {
        if (logFull) {
            throw new ShardLog.LogFullException("no room");
        }
        log.add(encode(record, payload));
    }

    private static byte[] encode(ShardRecord record, ByteBuffer payload) {
        byte[] bytes = new byte[record.length() + (payload == null ? 0 : payload.remaining())];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        record.write(out, new BodyWriter(out));
        if (payload != null) {
            out.put(payload.duplicate());
        }
        return bytes;
    }

    void fillLog(boolean full) {
        logFull = full;
    }

    private static Principal verify(Bytes token, long nowEpochSeconds) {
        int number = token.get(1);
        return token.get(0) == Role.CLIENT.code()
                ? new Principal(Role.CLIENT, number, token.get(2), 0, Long.MAX_VALUE)
                : new Principal(roleOf(token.get(0)), 0, 0, number, Long.MAX_VALUE);
    }

    private static Role roleOf(int code) {
        try {
            return Role.of(code);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private long nanos() {
        return nowMillis * 1_000_000;
    }

    void pass(long millis) {
        nowMillis += millis;
        core.tick(nanos(), EPOCH_MILLIS + nowMillis);
    }

    /** The driver has not called the core yet. */
    void passWithoutTick(long millis) {
        nowMillis += millis;
    }

    void endIteration() {
        core.endIteration(nanos());
    }

    ShardCore core() {
        return core;
    }

    ShardState state() {
        return state;
    }

    Peer connect(Role role, long number) {
        return connect(role, number, 0, JobToken.ALL);
    }

    Peer client() {
        return connect(Role.CLIENT, JOB);
    }

    Peer connect(Role role, long number, long resumeUpload, int permissions) {
        Peer peer = new Peer();
        peer.sayHello(role, number, resumeUpload, permissions);
        return peer;
    }

    /** What a peer was answered. */
    record Answer(long requestId, Status status, int retryAfterMillis, Response body, String payload) {
        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    /** One connection. */
    final class Peer implements ReplySink {
        private final ShardSession session = new ShardSession(this);
        private final List<Answer> answers = new ArrayList<>();
        private byte[] lastPayload;
        private long lastRequestId;
        private int lastMutation;
        private boolean closed;

        /** The answer to HELLO. */
        HelloReply hello() {
            return (HelloReply) answers.getFirst().body();
        }

        long upload() {
            return hello().uploadId();
        }

        Mutation nextMutation() {
            return new Mutation(upload(), ++lastMutation, lastMutation, 0);
        }

        /** The same mutation again. */
        Mutation lastMutation() {
            return new Mutation(upload(), lastMutation, lastMutation, 0);
        }

        void sayHello(Role role, long number, long resumeUpload, int permissions) {
            Bytes token = Bytes.copyOf(new byte[] {(byte) role.code(), (byte) number, (byte) permissions});
            send(new Hello(Hello.VERSION, role, 0, 0, 0, resumeUpload, token, "test"));
        }

        void send(Request request) {
            send(request, 0, NO_PAYLOAD);
        }

        void send(Request request, int deadlineMillis, ByteBuffer payload) {
            core.request(session, ++lastRequestId, deadlineMillis, request, payload, nanos(), EPOCH_MILLIS + nowMillis);
        }

        /** Sends and returns the answer that came at once. */
        Answer ask(Request request) {
            int before = answers.size();
            send(request);
            return answers.size() > before ? answers.getLast() : null;
        }

        Answer ok(Request request) {
            Answer answer = ask(request);
            if (answer == null || answer.status() != Status.OK) {
                throw new AssertionError(request + " was answered " + answer);
            }
            return answer;
        }

        Answer putInline(String name, String text, int flags) {
            return putInline(nextMutation(), name, text, flags);
        }

        Answer putInline(Mutation mutation, String name, String text, int flags) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Commit commit = new Commit(
                    mutation,
                    ObjectName.of(name),
                    flags,
                    0,
                    0,
                    bytes.length,
                    Checksum.crc32c(bytes, 0, bytes.length),
                    List.of());
            send(commit, 0, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            return answers.getLast();
        }

        /** Commits an object of one chunk with this sequence. */
        Answer putChunk(String name, int sequence) {
            return ask(commitOf(nextMutation(), name, sequence));
        }

        Commit commitOf(Mutation mutation, String name, int sequence) {
            return new Commit(mutation, ObjectName.of(name), 0, 0, 0, 5000, 0, List.of(chunk(sequence)));
        }

        Chunk chunk(int sequence) {
            return new Chunk(5000, 7, List.of(new Replica(chunkId(sequence), NODE, INCARNATION)));
        }

        ChunkId chunkId(int sequence) {
            return new ChunkId(upload(), sequence);
        }

        List<Answer> answers() {
            return answers;
        }

        Answer last() {
            return answers.getLast();
        }

        byte[] lastPayload() {
            return lastPayload;
        }

        boolean isClosed() {
            return closed;
        }

        void disconnect() {
            core.closed(session);
        }

        @Override
        public void reply(
                long requestId,
                int opcode,
                Status status,
                int retryAfterMillis,
                int flags,
                Response response,
                ByteBuffer payload) {
            byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
            if (payload != null) {
                payload.duplicate().get(bytes);
            }
            lastPayload = bytes;
            answers.add(new Answer(
                    requestId, status, retryAfterMillis, response, new String(bytes, StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
