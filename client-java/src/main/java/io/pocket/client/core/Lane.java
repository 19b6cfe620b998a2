package io.pocket.client.core;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.WeightMapGet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One client session: connections to shards and nodes, the uploads under which it mutates, the weight map, and the operations
 * under way. Used by one thread at a time.
 *
 * <p>A driver starts an {@link Operation}, then reports events and lets the time pass until the operation is done:
 *
 * <pre>
 *   lane.start(operation, now);
 *   while (!operation.isDone()) {
 *       … wait for an event, but no longer than until lane.timerNanos() …
 *       lane.onConnected / onProgress / payloadTarget + onResponse / onDisconnected
 *       lane.onTime(now);
 *   }
 * </pre>
 *
 * Events that have arrived are to be reported before {@link #onTime}: after a freeze the answer may be there together with its
 * time-out. Connections live on between operations, and so do answers nobody waits for: the driver may leave them unread until
 * the next operation.
 */
public final class Lane {
    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    static final long NANOS_PER_MILLI = 1_000_000;

    private final LaneConfig config;
    private final Wire wire;
    private final RandomGenerator random;
    private final ClientRules rules;
    private final Backoff backoff;
    private final ShardRouter router;
    private final Nodes nodes = new Nodes(this);
    private final List<Operation<?>> operations = new ArrayList<>();
    /** Links whose calls may still be joined by others of the event that is being handled. */
    private final List<Link> gathering = new ArrayList<>();

    private final List<OperationGroup<?>> beginning = new ArrayList<>();

    private long lastRequestId;
    private long nowNanos;

    /** A lane under the shipped rules. */
    public Lane(LaneConfig config, Wire wire, RandomGenerator random) {
        this(config, wire, random, new ClientRules());
    }

    /**
     * A lane without any connection yet.
     *
     * @param random seeded by the driver; decides where chunks go and spreads retries, nothing that must be secret
     */
    @SuppressWarnings("this-escape") // Links and nodes only keep the reference.
    public Lane(LaneConfig config, Wire wire, RandomGenerator random, ClientRules rules) {
        this.rules = rules;
        this.config = config;
        this.wire = wire;
        this.random = random;
        backoff = new Backoff(
                config.firstBackoff().toNanos(), config.lastBackoff().toNanos(), random);
        router = new ShardRouter(this, config.shards().get(0));
    }

    // Operations

    /** Begins an operation, which must be new. It may be done when this returns. */
    public void start(Operation<?> operation, long now) {
        nowNanos = now;
        begin(operation);
        endEvent();
    }

    /** As {@link #start}, in the course of an event. */
    void begin(Operation<?> operation) {
        if (operations.isEmpty()) {
            renewWornOut();
        }
        operations.add(operation);
        operation.attach(this);
        operation.findShard();
    }

    private void renewWornOut() {
        List<Link> shards = router.shards();
        for (int i = 0; i < shards.size(); i++) {
            if (shards.get(i).session().isWornOut()) {
                shards.get(i).renewUpload();
            }
        }
    }

    /** The caller does not want the result any more: the operation fails with CANCELLED unless it is done. */
    public void cancel(Operation<?> operation, String reason) {
        if (!operation.isDone()) {
            operation.abort(Failure.of(FailureKind.CANCELLED, operation.subject() + ": " + reason));
        }
        endEvent();
    }

    /** Ends all connections and fails all operations. The lane can be used again. */
    public void close() {
        for (Operation<?> operation : List.copyOf(operations)) {
            cancel(operation, "the client was closed");
        }
        for (Link shard : router.shards()) {
            shard.close();
        }
        for (Link link : List.copyOf(nodes.open())) {
            link.close();
        }
    }

    // Events

    public void onConnected(Endpoint endpoint, long now) {
        nowNanos = now;
        endpoint.link().onConnected();
        endEvent();
    }

    /** Bytes went out or came in on this connection. Needed for long payloads only: a slow peer is not a dead one. */
    public void onProgress(Endpoint endpoint, long now) {
        nowNanos = now;
        endpoint.link().onProgress();
    }

    /**
     * Where to put the payload of a response whose header has arrived. Asked once, before {@link #onResponse}, when there is a payload.
     *
     * @return a buffer with exactly that many bytes between position and limit, to be filled before {@link #onResponse} is
     *     called; the driver may move its position, and may not touch it after {@link Wire#close}. Null: nobody wants the bytes,
     *     skip them
     */
    public ByteBuffer payloadTarget(Endpoint endpoint, long requestId, int lengthBytes) {
        return endpoint.link().payloadTarget(requestId, lengthBytes);
    }

    /**
     * A whole response has arrived; its payload, if any, is in the target.
     *
     * @param opcode as the response's header says
     * @param flags of the header
     * @param payloadLength bytes of payload, wanted or not
     */
    public void onResponse(
            Endpoint endpoint,
            long requestId,
            Opcode opcode,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            int payloadLength,
            long now) {
        nowNanos = now;
        endpoint.link().onResponse(requestId, opcode, status, retryAfterMillis, response, payloadLength);
        if ((flags & FrameHeader.FLAG_MAP_STALE) != 0) {
            refreshMap(endpoint.link());
        }
        endEvent();
    }

    /**
     * A connection ended or could not be made.
     *
     * @param reason for people: what the operating system said
     */
    public void onDisconnected(Endpoint endpoint, String reason, long now) {
        nowNanos = now;
        endpoint.link().onDisconnected(reason);
        endEvent();
    }

    /** Time passes: due timers fire. */
    public void onTime(long now) {
        nowNanos = now;
        List<Link> shards = router.shards();
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).onTime();
        }
        List<Link> open = nodes.open();
        for (int i = open.size() - 1; i >= 0; i = Math.min(i, open.size()) - 1) {
            open.get(i).onTime();
        }
        for (int i = operations.size() - 1; i >= 0; i = Math.min(i, operations.size()) - 1) {
            operations.get(i).onTime();
        }
        endEvent();
    }

    /** When {@link #onTime} should be called next; {@link #NEVER} when nothing is under way. */
    public long timerNanos() {
        long timer = NEVER;
        List<Link> shards = router.shards();
        for (int i = 0; i < shards.size(); i++) {
            timer = Math.min(timer, shards.get(i).timerNanos());
        }
        List<Link> open = nodes.open();
        for (int i = 0; i < open.size(); i++) {
            timer = Math.min(timer, open.get(i).timerNanos());
        }
        for (int i = 0; i < operations.size(); i++) {
            timer = Math.min(timer, operations.get(i).timerNanos());
        }
        return timer;
    }

    // For links and operations

    /** The link has calls that leave when the event has been handled. */
    void gathers(Link link) {
        if (!gathering.contains(link)) {
            gathering.add(link);
        }
    }

    /** When the event has been handled, the group may begin others. */
    void beginLater(OperationGroup<?> group) {
        if (!beginning.contains(group)) {
            beginning.add(group);
        }
    }

    private void endEvent() {
        while (!beginning.isEmpty()) {
            beginning.remove(0).begin();
        }
        for (int i = 0; i < gathering.size(); i++) {
            gathering.get(i).sendGathered();
        }
        gathering.clear();
    }

    void at(long now) {
        nowNanos = now;
    }

    /** The time of the event that is being handled. */
    long nowNanos() {
        return nowNanos;
    }

    LaneConfig config() {
        return config;
    }

    Wire wire() {
        return wire;
    }

    ClientRules rules() {
        return rules;
    }

    RandomGenerator random() {
        return random;
    }

    Backoff backoff() {
        return backoff;
    }

    ShardRouter router() {
        return router;
    }

    Nodes nodes() {
        return nodes;
    }

    /** Whether an operation waits for this shard or works with it. */
    boolean isNeeded(Link shard) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).needs(shard)) {
                return true;
            }
        }
        return false;
    }

    boolean hasOperations() {
        return !operations.isEmpty();
    }

    long nextRequestId() {
        return ++lastRequestId;
    }

    /** Asks this shard for the job's current weight map unless that is under way; a new connection brings it anyway. */
    void refreshMap(Link shard) {
        if (shard.isReady() && !shard.isAsking(Opcode.WEIGHT_MAP)) {
            shard.submit(Call.question(
                    null, new WeightMapGet(), config.silenceTimeout().toNanos()));
        }
    }

    void onShardReady(Link shard, boolean uploadReplaced) {
        for (Operation<?> operation : List.copyOf(operations)) {
            if (!operation.isDone()) {
                operation.onShardReady(shard, uploadReplaced);
            }
        }
    }

    /** Those that need this shard. */
    void failAll(Link shard, Failure failure) {
        for (Operation<?> operation : List.copyOf(operations)) {
            if (!operation.isDone() && operation.needs(shard)) {
                operation.failForGood(failure);
            }
        }
    }

    /** Takes back what a finished operation's requests were using. */
    void finished(Operation<?> operation) {
        operations.remove(operation);
        List<Link> shards = router.shards();
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).abandonCallsOf(operation);
        }
        List<Link> open = nodes.open();
        for (int i = open.size() - 1; i >= 0; i = Math.min(i, open.size()) - 1) {
            open.get(i).abandonCallsOf(operation);
        }
    }
}
