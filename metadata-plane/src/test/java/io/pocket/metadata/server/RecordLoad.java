package io.pocket.metadata.server;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.pocket.metadata.core.RecordStatistics;
import io.pocket.metadata.core.ReplySink;
import io.pocket.metadata.core.ShardConfig;
import io.pocket.metadata.core.ShardCore;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardSession;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.journal.Durability;
import io.pocket.metadata.journal.FileJournal;
import io.pocket.metadata.journal.JournalConfig;
import io.pocket.metadata.journal.JournalListener;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Lookup;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A shard without sockets, driven as its event loop drives it: requests are decoded from bytes, carried out by the core on a real journal,
 * and their replies encoded. The calling thread is the owner.
 */
final class RecordLoad implements AutoCloseable {
    private static final int SHARD = 1;
    private static final long JOB = 7;
    private static final int NODE = 12;
    private static final long INCARNATION = 0x1234_5678_9abc_def0L;
    private static final int NAME_LENGTH = 32;
    private static final String BUCKET = "stage-3/";
    private static final long TTL_MILLIS = 3_600_000;
    private static final int CHUNK_BYTES = 100_000;
    private static final int REQUESTS_PER_ITERATION = 32;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<GarbageCollectorMXBean> COLLECTORS =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final FileJournal journal;
    private final ShardCore core;
    private final Snapshots snapshots;
    private final Replies replies = new Replies();
    private final ShardSession session = new ShardSession(replies);
    private final ByteBuffer request = ByteBuffer.allocateDirect(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final BodyWriter writer = new BodyWriter(request);
    private final byte[] name = new byte[NAME_LENGTH];
    private final long upload;
    private long requestId;
    private int sequence;
    private long iterationStart = System.nanoTime();
    private int inIteration;
    private long longestNanos;
    private long iterationStartCpu;
    private long longestCpuNanos;
    private long collections;
    private long longestCollectionMillis;
    private long refused;
    private long coded;

    RecordLoad(Path directory, ShardState state, long logCapacity) throws IOException {
        JournalConfig config =
                JournalConfig.of(directory, SHARD, Durability.PROCESS_CRASH).withSegments(64 << 20, logCapacity);
        journal = FileJournal.open(config, tasks::add, new Quiet(), new StateRecovery(state));
        try {
            core = new ShardCore(
                    ShardConfig.of(
                            SHARD,
                            journal.identity().logId(),
                            journal.identity().epoch()),
                    state,
                    new JournalLog(journal),
                    new ShardRules(),
                    RecordLoad::verify,
                    () -> 0,
                    System.nanoTime());
        } catch (io.pocket.metadata.core.ShardLog.LogFullException e) {
            throw new IOException(e);
        }
        snapshots = new Snapshots(state, journal, logCapacity);
        prepare();
        upload = hello(session, Role.CLIENT, JOB);
        System.arraycopy(BUCKET.getBytes(StandardCharsets.US_ASCII), 0, name, 0, BUCKET.length());
    }

    private static Principal verify(Bytes token, long nowEpochSeconds) {
        return token.get(0) == Role.CLIENT.code()
                ? new Principal(Role.CLIENT, token.get(1), JobToken.ALL, 0, Long.MAX_VALUE)
                : new Principal(Role.CONTROLLER, 0, 0, token.get(1), Long.MAX_VALUE);
    }

    private void prepare() {
        ShardSession controller = new ShardSession(replies);
        hello(controller, Role.CONTROLLER, 1);
        ask(controller, new NodesPut(List.of(new NodeEntry(NODE, INCARNATION, Tier.DRAM, NodeState.LIVE, "h:1"))));
        WeightMap.Member member = new WeightMap.Member(NODE, INCARNATION, Tier.DRAM, 1, "h:1");
        WeightMap map = new WeightMap(1, List.of(Tier.DRAM), List.of(member));
        ask(controller, new JobPut(JOB, "job", 0, 0, 0, 0, 0, List.of(), map));
    }

    private long hello(ShardSession who, Role role, long number) {
        Bytes token = Bytes.copyOf(new byte[] {(byte) role.code(), (byte) number});
        ask(who, new Hello(Hello.VERSION, role, 0, 0, 0, 0, token, "load"));
        return ((HelloReply) replies.last).uploadId();
    }

    private void ask(ShardSession who, Request message) {
        core.request(who, ++requestId, 0, message, NO_PAYLOAD, System.nanoTime(), System.currentTimeMillis());
        if (replies.status != Status.OK) {
            throw new IllegalStateException(message + " was answered " + replies.status);
        }
    }

    /** Puts the object with this number: one chunk, a time to live. */
    void commit(long number) throws ProtocolException {
        sequence++;
        Mutation mutation = new Mutation(upload, sequence, sequence, sequence);
        Replica replica = new Replica(new ChunkId(upload, sequence), NODE, INCARNATION);
        Chunk chunk = new Chunk(CHUNK_BYTES, 77, List.of(replica));
        send(new Commit(mutation, name(number), 0, 0, TTL_MILLIS, CHUNK_BYTES, 0, List.of(chunk)));
    }

    void lookup(long number) throws ProtocolException {
        send(new Lookup(0, name(number), 0, Mutation.NONE, 0));
    }

    /** Numbers that follow each other have names far apart. */
    private ObjectName name(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        for (int i = BUCKET.length(); i < NAME_LENGTH; i++) {
            int shift = (i - BUCKET.length()) * 4;
            int digit = (int) ((shift < 64 ? mixed >>> (60 - shift) : number >>> (shift - 64)) & 0xf);
            name[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        return ObjectName.of(Bytes.wrap(name.clone()));
    }

    /** What the load itself costs: a LOOKUP is written and read, an answer is not. */
    void codeOnly(long number) throws ProtocolException {
        Lookup message = new Lookup(0, name(number), 0, Mutation.NONE, 0);
        message.writeBody(writer.wrap(request.clear()));
        coded += ((Lookup) Request.decode(Opcode.LOOKUP, request.flip())).name().lengthBytes();
        if (System.nanoTime() == coded || System.currentTimeMillis() == coded) {
            throw new IllegalStateException("this keeps the compiler from leaving it all out");
        }
    }

    private void send(Request message) throws ProtocolException {
        message.writeBody(writer.wrap(request.clear()));
        request.flip();
        Opcode opcode = message.opcode();
        core.request(
                session,
                ++requestId,
                0,
                Request.decode(opcode, request),
                NO_PAYLOAD,
                System.nanoTime(),
                System.currentTimeMillis());
        refused += replies.status == Status.OK ? 0 : 1;
        if (++inIteration == REQUESTS_PER_ITERATION) {
            endIteration();
        }
    }

    /** What the event loop does after each round. */
    void endIteration() {
        long now = System.nanoTime();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        core.endIteration(now);
        if (core.nextTickNanos() - now <= 0) {
            core.tick(now, System.currentTimeMillis());
        }
        snapshots.considerAfterIteration();
        inIteration = 0;
        long end = System.nanoTime();
        longestNanos = Math.max(longestNanos, end - iterationStart);
        iterationStart = end;
        long cpu = THREADS.getCurrentThreadCpuTime();
        longestCpuNanos = Math.max(longestCpuNanos, cpu - iterationStartCpu);
        iterationStartCpu = cpu;
        noteCollections();
    }

    private void noteCollections() {
        long count = 0;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            count += collector.getCollectionCount();
        }
        if (count == collections) {
            return;
        }
        collections = count;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            GcInfo last = collector.getLastGcInfo();
            longestCollectionMillis = Math.max(longestCollectionMillis, last == null ? 0 : last.getDuration());
        }
    }

    /**
     * The owner's longest round.
     *
     * @param wallNanos everything included, other processes too
     * @param cpuNanos of its own thread
     * @param collectionMillis longest time for which a collection stopped it
     */
    record Longest(long wallNanos, long cpuNanos, long collectionMillis) {}

    /** Since this was asked last. */
    Longest takeLongest() {
        Longest longest = new Longest(longestNanos, longestCpuNanos, longestCollectionMillis);
        longestNanos = 0;
        longestCpuNanos = 0;
        longestCollectionMillis = 0;
        iterationStart = System.nanoTime();
        iterationStartCpu = THREADS.getCurrentThreadCpuTime();
        return longest;
    }

    RecordStatistics records() {
        return core.recordStatistics();
    }

    long refused() {
        return refused;
    }

    @Override
    public void close() {
        journal.close();
    }

    private static final class Replies implements ReplySink {
        private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        private final BodyWriter writer = new BodyWriter(out);
        private Status status;
        private Response last;

        @Override
        public void reply(
                long requestId,
                int opcode,
                Status with,
                int retryAfterMillis,
                int flags,
                Response response,
                ByteBuffer payload) {
            status = with;
            last = response;
            Frames.writeResponse(out.clear(), opcode, requestId, with, retryAfterMillis, flags, response, 0, writer);
        }

        @Override
        public void close() {
            throw new IllegalStateException("the shard closed the connection");
        }
    }

    private static final class Quiet implements JournalListener {
        @Override
        public void onDurable(long lsn) {
            // Replies are not waited for.
        }

        @Override
        public void onSnapshot(long lsn) {
            // The journal tells by its usage.
        }

        @Override
        public void onSnapshotFailed(IOException cause) {
            throw new IllegalStateException(cause);
        }

        @Override
        public void onFailure(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
