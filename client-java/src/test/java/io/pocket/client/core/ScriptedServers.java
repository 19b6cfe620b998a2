package io.pocket.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.Write;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A lane whose wire is the test: it sees what leaves, and answers by hand on a clock that it moves itself. */
final class ScriptedServers implements Wire {
    static final long UPLOAD = UploadId.of(1, 7);
    static final int CHUNK_SIZE = 100;
    static final int INLINE_LIMIT = 10;
    static final long SECOND = 1_000_000_000L;
    static final HostPort SHARD = new HostPort("shard", 7100);

    /** A request that has left and is not answered yet. */
    record Sent(Endpoint to, Request request, long id, int deadlineMillis, Bytes payload) {
        boolean isTo(int nodeId) {
            return to.id() == nodeId;
        }
    }

    final Lane lane;
    final Deque<Sent> sent = new ArrayDeque<>();
    final List<Endpoint> connecting = new ArrayList<>();
    final List<Endpoint> closed = new ArrayList<>();
    WeightMap map = map(1, member(1, 10), member(2, 10));
    long upload = UPLOAD;
    int leaseMillis = 60_000;
    int jobShards = 1;
    long now;
    private Sent lastBatch;

    ScriptedServers() {
        this(2);
    }

    ScriptedServers(int chunksUnderWay) {
        this(chunksUnderWay, new ClientRules());
    }

    ScriptedServers(int chunksUnderWay, ClientRules rules) {
        LaneConfig config = new LaneConfig(
                List.of(SHARD),
                Bytes.utf8("token"),
                "test/1",
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(10),
                Duration.ofMillis(500),
                chunksUnderWay,
                8);
        lane = new Lane(config, this, new Random(1), rules);
    }

    static WeightMap map(long epoch, WeightMap.Member... members) {
        return new WeightMap(epoch, List.of(Tier.DRAM, Tier.SSD), List.of(members));
    }

    static WeightMap.Member member(int nodeId, int weight) {
        return member(nodeId, weight, Tier.DRAM);
    }

    static WeightMap.Member member(int nodeId, int weight, Tier tier) {
        return new WeightMap.Member(nodeId, 100 + nodeId, tier, weight, "node" + nodeId + ":7200");
    }

    // Wire

    @Override
    public void connect(Endpoint endpoint) {
        connecting.add(endpoint);
    }

    @Override
    public void send(Endpoint endpoint, Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
        byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
        if (payload != null) {
            payload.duplicate().get(bytes);
        }
        sent.add(new Sent(endpoint, request, requestId, deadlineMillis, Bytes.wrap(bytes)));
    }

    @Override
    public void close(Endpoint endpoint) {
        closed.add(endpoint);
        connecting.remove(endpoint);
        sent.removeIf(each -> each.to() == endpoint);
    }

    // What servers do

    /** Accepts every connection and answers every HELLO that is waiting. */
    void greetAll() {
        while (!connecting.isEmpty() || isHelloWaiting()) {
            acceptAll();
            Sent hello = takeHello();
            ok(hello, hello.to().kind() == Endpoint.Kind.SHARD ? shardHello(hello.to()) : nodeHello(hello.to()));
        }
    }

    void acceptAll() {
        List<Endpoint> all = List.copyOf(connecting);
        connecting.clear();
        all.forEach(endpoint -> lane.onConnected(endpoint, now));
    }

    private boolean isHelloWaiting() {
        return sent.stream().anyMatch(each -> each.request() instanceof Hello);
    }

    Sent takeHello() {
        return take(Hello.class);
    }

    HelloReply shardHello() {
        return new HelloReply(
                Hello.VERSION, 0, 1, 5, 1, upload, leaseMillis, 1 << 20, INLINE_LIMIT, CHUNK_SIZE, 9, jobShards, map);
    }

    /** The job's first shard is shard 1; the others have the id that they were announced with. */
    HelloReply shardHello(Endpoint shard) {
        return shard.id() == 0 ? shardHello() : shardHello(shard.id());
    }

    HelloReply shardHello(int shard) {
        return new HelloReply(
                Hello.VERSION,
                0,
                shard,
                5,
                1,
                UploadId.of(shard, 7),
                leaseMillis,
                1 << 20,
                INLINE_LIMIT,
                CHUNK_SIZE,
                9,
                jobShards,
                map);
    }

    static HelloReply nodeHello(Endpoint node) {
        return new HelloReply(
                Hello.VERSION, 0, node.id(), node.incarnation(), 0, 0, 0, 1 << 20, 0, 1 << 20, 9, 0, WeightMap.EMPTY);
    }

    /** The oldest request of this type that is not answered yet. */
    <R extends Request> Sent take(Class<R> type) {
        Sent found = sent.stream()
                .filter(each -> type.isInstance(each.request()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " among " + sent));
        sent.remove(found);
        return found;
    }

    /** The requests of the oldest batch that is not answered yet, each as if it had come alone; see {@link #answerBatch}. */
    List<Sent> takeBatch() {
        Sent batch = take(Batch.class);
        ByteBuffer in = ByteBuffer.wrap(batch.payload().toArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<Sent> nested = new ArrayList<>();
        for (int index = 0; index < in.capacity(); ) {
            int end = index + FrameHeader.frameLength(in.clear(), index);
            int bodyStart = index + FrameHeader.HEADER_LENGTH;
            int bodyEnd = bodyStart + FrameHeader.bodyLength(in, index);
            long id = FrameHeader.requestId(in, index);
            int deadline = FrameHeader.deadlineMillis(in, index);
            Opcode opcode = Opcode.of(FrameHeader.opcode(in, index));
            byte[] payload = new byte[end - bodyEnd];
            in.position(bodyEnd).get(payload);
            nested.add(new Sent(
                    batch.to(),
                    decode(opcode, in.limit(bodyEnd).position(bodyStart)),
                    id,
                    deadline,
                    Bytes.wrap(payload)));
            index = end;
        }
        assertThat(nested).hasSize(((Batch) batch.request()).count());
        lastBatch = batch;
        return nested;
    }

    private static Request decode(Opcode opcode, ByteBuffer body) {
        try {
            return Request.decode(opcode, body);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers the batch that was taken last. */
    void answerBatch(List<byte[]> responses) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        responses.forEach(all::writeBytes);
        okWithPayload(lastBatch, new BatchReply(responses.size()), all.toByteArray());
    }

    Sent lastBatch() {
        return lastBatch;
    }

    static byte[] response(Sent nested, Status status, Response body, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(Frames.responseLength(body) + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        int opcode = nested.request().opcode().code();
        Frames.writeResponse(out, opcode, nested.id(), status, 0, 0, body, payload.length, new BodyWriter(out));
        return out.put(payload).array();
    }

    static byte[] mutatedIn(Sent nested, long version) {
        return response(nested, Status.OK, new Mutated(version, 1), new byte[0]);
    }

    static byte[] refusedIn(Sent nested, Status status) {
        return response(nested, status, new ErrorReply(77, "because"), new byte[0]);
    }

    Sent takeTo(int nodeId) {
        Sent found = sent.stream().filter(each -> each.isTo(nodeId)).findFirst().orElseThrow();
        sent.remove(found);
        return found;
    }

    void ok(Sent request, Response body) {
        respond(request, Status.OK, 0, 0, body, 0);
    }

    void ok(Sent request) {
        ok(request, new Empty());
    }

    void mutated(Sent request, long version) {
        ok(request, new Mutated(version, 1));
    }

    void refuse(Sent request, Status status) {
        refuse(request, status, 0);
    }

    void refuse(Sent request, Status status, int retryAfterMillis) {
        respond(request, status, retryAfterMillis, 0, new ErrorReply(77, "because"), 0);
    }

    void okMapStale(Sent request, Response body) {
        respond(request, Status.OK, 0, FrameHeader.FLAG_MAP_STALE, body, 0);
    }

    /** Bytes first go where the lane wants them, then the response is told. */
    void okWithPayload(Sent request, Response body, byte[] payload) {
        fill(request, payload);
        respond(request, Status.OK, 0, 0, body, payload.length);
    }

    void fill(Sent request, byte[] payload) {
        ByteBuffer target = lane.payloadTarget(request.to(), request.id(), payload.length);
        if (target != null) {
            assertThat(target.remaining()).isEqualTo(payload.length);
            target.put(payload);
        }
    }

    private void respond(Sent request, Status status, int retryAfter, int flags, Response body, int payloadLength) {
        Opcode opcode = request.request().opcode();
        lane.onResponse(request.to(), request.id(), opcode, status, retryAfter, flags, body, payloadLength, now);
    }

    void cut(Endpoint endpoint) {
        sent.removeIf(each -> each.to() == endpoint);
        connecting.remove(endpoint);
        lane.onDisconnected(endpoint, "connection reset", now);
    }

    Endpoint shard() {
        return lane.router().home().endpoint();
    }

    /** Lets the time pass to the next timer, and fires it. */
    void toNextTimer() {
        assertThat(lane.timerNanos()).isNotEqualTo(Lane.NEVER);
        now = Math.max(now, lane.timerNanos());
        lane.onTime(now);
    }

    void pass(Duration time) {
        now += time.toNanos();
        lane.onTime(now);
    }

    // What clients do

    <O extends Operation<?>> O start(O operation) {
        lane.start(operation, now);
        return operation;
    }

    /** Answers WRITEs until none is waiting. */
    void storeAll() {
        greetAll();
        while (sent.stream().anyMatch(each -> each.request() instanceof Write)) {
            ok(take(Write.class));
            greetAll();
        }
    }

    long in(Duration time) {
        return now + time.toNanos();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that differ from place to place. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Failure failureOf(Operation<?> operation) {
        assertThat(operation.outcome()).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<?>) operation.outcome()).failure();
    }

    static <T> T resultOf(Operation<T> operation) {
        assertThat(operation.outcome()).isInstanceOf(Outcome.Value.class);
        return ((Outcome.Value<T>) operation.outcome()).value();
    }
}
