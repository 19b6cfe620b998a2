package io.pocket.client.core;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Renewed;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.WeightMapReply;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The connection to one endpoint, present or wanted.
 *
 * <pre>
 *            wanted               connected            HELLO answered
 *   CLOSED ─────────► CONNECTING ───────────► GREETING ──────────────► READY
 *     ▲                   │                       │                      │
 *     └── node: lost ─────┴───────────────────────┴──────────────────────┤
 *   WAITING ◄── shard: pause, then CONNECTING again ─────────────────────┘
 * </pre>
 *
 * When a node's connection is lost its calls are handed back to their operations, which look elsewhere. A shard's calls stay and
 * are repeated, identical, on the next connection.
 */
final class Link {
    private enum State {
        CLOSED,
        WAITING,
        CONNECTING,
        GREETING,
        READY
    }

    private static final long HELLO_ID = 0;

    /**
     * A refused chunk has crossed the network in vain, so a full node is left out for so long that few do; room that others free is
     * found soon enough, for objects live for seconds.
     */
    private static final long FULL_NANOS = 500 * Lane.NANOS_PER_MILLI;

    private final Lane lane;
    private Endpoint endpoint;
    /** Null for a node. */
    private final ShardSession session;

    private final ArrayDeque<Call> queued = new ArrayDeque<>();
    /** Of the event that is being handled: they may share frames. */
    private final List<Call> gathered = new ArrayList<>();
    /** In the order in which they were sent. */
    private final List<Call> pending = new ArrayList<>();

    private State state = State.CLOSED;
    private long stateSinceNanos;
    private long retryAtNanos;
    private long movedAtNanos;
    private long suspectUntilNanos;
    private long fullUntilNanos;
    private int failures;
    private String trouble;
    private Failure refusal;

    private Link(Lane lane, Endpoint.Kind kind, int id, long incarnation, HostPort address, ShardSession session) {
        this.lane = lane;
        this.endpoint = new Endpoint(this, kind, id, incarnation, address);
        this.session = session;
    }

    /** @param id 0 if only the address is known */
    static Link toShard(Lane lane, int id, HostPort address) {
        return new Link(lane, Endpoint.Kind.SHARD, id, 0, address, new ShardSession());
    }

    static Link toNode(Lane lane, int id, long incarnation, HostPort address) {
        return new Link(lane, Endpoint.Kind.NODE, id, incarnation, address, null);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Null for a node. */
    ShardSession session() {
        return session;
    }

    boolean isOpen() {
        return state != State.CLOSED && state != State.WAITING;
    }

    /** Whether requests can leave at once; a connection that was left alone for too long is not trusted. */
    boolean isReady() {
        closeIfStale();
        return state == State.READY;
    }

    boolean isIdle() {
        return pending.isEmpty() && queued.isEmpty() && gathered.isEmpty();
    }

    long movedAtNanos() {
        return movedAtNanos;
    }

    /** It failed lately: better try another node first. */
    boolean isSuspect() {
        return state != State.READY && lane.nowNanos() < suspectUntilNanos;
    }

    /** Why HELLO was refused last; null when something else is the matter, or nothing. */
    Failure refusal() {
        return state == State.READY ? null : refusal;
    }

    /** The node has no room for this job: better try another node first, for a while. */
    void answeredFull(int retryAfterMillis) {
        long pauseNanos = retryAfterMillis > 0 ? retryAfterMillis * Lane.NANOS_PER_MILLI : FULL_NANOS;
        fullUntilNanos = lane.nowNanos() + pauseNanos;
    }

    /** It lately had no room, and has not taken a chunk since. */
    boolean isFull() {
        return lane.nowNanos() < fullUntilNanos;
    }

    void tookChunk() {
        fullUntilNanos = lane.nowNanos();
    }

    /** Why it is not ready; null when nothing is known to be wrong. */
    String trouble() {
        return state == State.READY ? null : trouble;
    }

    // What operations want

    /** Starts to connect unless that is under way, done, or has to wait. */
    void open() {
        if (state == State.CLOSED) {
            connect();
        }
    }

    boolean isAsking(Opcode opcode) {
        return isAmong(pending, opcode) || isAmong(queued, opcode);
    }

    private static boolean isAmong(Collection<Call> calls, Opcode opcode) {
        for (Call call : calls) {
            if (call.request.opcode() == opcode) {
                return true;
            }
        }
        return false;
    }

    void submit(Call call) {
        if (isReady()) {
            send(call);
        } else {
            queued.add(call);
            open();
        }
    }

    private void send(Call call) {
        if (call.mayShareFrame()) {
            gathered.add(call);
            lane.gathers(this);
        } else {
            transmit(call);
        }
    }

    /** The event has been handled: what it asked for leaves, in as few frames as may be. */
    void sendGathered() {
        List<Call> calls = List.copyOf(gathered);
        gathered.clear();
        if (state != State.READY) {
            queued.addAll(calls);
            return;
        }
        for (int from = 0; from < calls.size(); ) {
            int to = CallBatch.end(calls, from, session.maxFrameLength(), session.inlineLimit());
            if (to - from > 1) {
                transmitTogether(calls.subList(from, to));
            } else {
                transmit(calls.get(from));
            }
            from = to;
        }
    }

    private void transmitTogether(List<Call> parts) {
        int[] deadlinesMillis = new int[parts.size()];
        int latestMillis = 0;
        for (int i = 0; i < deadlinesMillis.length; i++) {
            parts.get(i).sent(lane.nextRequestId(), lane.nowNanos());
            deadlinesMillis[i] = deadlineMillis(parts.get(i));
            latestMillis = Math.max(latestMillis, deadlinesMillis[i]);
        }
        CallBatch batch = CallBatch.of(parts, deadlinesMillis);
        batch.sent(lane.nextRequestId(), lane.nowNanos());
        pending.add(batch);
        lane.wire().send(endpoint, batch.request, batch.requestId(), latestMillis, batch.payload);
    }

    /** Nobody waits for this operation's answers any more; its buffers are its caller's again. */
    void abandonCallsOf(Operation<?> operation) {
        for (Iterator<Call> all = queued.iterator(); all.hasNext(); ) {
            if (operation.equals(all.next().owner())) {
                all.remove();
            }
        }
        for (int i = gathered.size() - 1; i >= 0; i--) {
            if (operation.equals(gathered.get(i).owner())) {
                gathered.remove(i);
            }
        }
        boolean memoryAtStake = false;
        for (Call call : pending) {
            if (call instanceof CallBatch batch) {
                batch.abandon(operation);
            } else if (operation.equals(call.owner())) {
                memoryAtStake |= call.usesMemoryOfCaller();
                call.abandon();
            }
        }
        if (memoryAtStake) {
            closeWire();
            lose(Status.UNAVAILABLE);
        }
    }

    /** Ends the connection without blaming the peer. */
    void close() {
        if (isOpen()) {
            lane.wire().close(endpoint);
        }
        enter(State.CLOSED);
    }

    /** The endpoint is not to be used any more: its node listens elsewhere now. */
    void retire() {
        trouble = endpoint + " has moved";
        close();
        lose(Status.UNAVAILABLE);
    }

    /** The shard listens there; if that is news, what is under way is repeated there, under the same upload. */
    void moveTo(HostPort address) {
        if (endpoint.address().equals(address)) {
            return;
        }
        close();
        endpoint = new Endpoint(this, endpoint.kind(), endpoint.id(), endpoint.incarnation(), address);
        failures = 0;
        suspectUntilNanos = 0;
        lose(Status.UNAVAILABLE);
    }

    /** The upload is over: only a new HELLO gets another. */
    void renewUpload() {
        session.expire();
        close();
        lose(Status.UPLOAD_EXPIRED);
    }

    // Events

    void onConnected() {
        if (state != State.CONNECTING) {
            return;
        }
        enter(State.GREETING);
        movedAtNanos = lane.nowNanos();
        int patienceMillis = (int) (lane.config().connectTimeout().toNanos() / Lane.NANOS_PER_MILLI);
        lane.wire().send(endpoint, hello(), HELLO_ID, patienceMillis, null);
    }

    private Hello hello() {
        long resume = session == null ? UploadId.NONE : session.uploadToResume();
        return new Hello(
                Hello.VERSION,
                Role.CLIENT,
                0,
                endpoint.id(),
                endpoint.incarnation(),
                resume,
                lane.config().token(),
                lane.config().agent());
    }

    void onProgress() {
        movedAtNanos = lane.nowNanos();
    }

    ByteBuffer payloadTarget(long requestId, int lengthBytes) {
        Call call = find(requestId);
        if (call instanceof CallBatch batch) {
            return batch.target(lengthBytes);
        }
        if (call == null || call.owner() == null) {
            return null;
        }
        ByteBuffer target = call.owner().payloadTarget(call, lengthBytes);
        if (target != null) {
            call.targetGiven();
        }
        return target;
    }

    void onResponse(
            long requestId, Opcode opcode, Status status, int retryAfterMillis, Response response, int payloadLength) {
        movedAtNanos = lane.nowNanos();
        if (state == State.GREETING) {
            onHelloReply(requestId, status, retryAfterMillis, response);
            return;
        }
        Call call = find(requestId);
        if (call == null || call.request.opcode() != opcode) {
            breakOff("it answered " + opcode + " " + requestId + ", which was not asked");
            return;
        }
        if (call instanceof CallBatch batch) {
            onBatchResponse(batch, status, retryAfterMillis, response);
            return;
        }
        pending.remove(call);
        healthy();
        answered(call, status, retryAfterMillis, response, payloadLength);
    }

    /** Nothing is handed out before all of it is known to be good. */
    private void onBatchResponse(CallBatch batch, Status status, int retryAfterMillis, Response response) {
        List<CallBatch.Answer> answers;
        try {
            answers = batch.answers(status, retryAfterMillis, response);
        } catch (ProtocolException e) {
            breakOff("it sent bytes that are no response: " + e.getMessage());
            return;
        }
        pending.remove(batch);
        healthy();
        for (CallBatch.Answer answer : answers) {
            handOut(answer);
        }
    }

    private void handOut(CallBatch.Answer answer) {
        Call part = answer.part();
        int payloadLength = answer.payload() == null ? 0 : answer.payload().remaining();
        if (payloadLength > 0 && part.owner() != null) {
            ByteBuffer target = part.owner().payloadTarget(part, payloadLength);
            if (target != null) {
                target.put(answer.payload());
            }
        }
        answered(part, answer.status(), answer.retryAfterMillis(), answer.response(), payloadLength);
    }

    private void answered(Call call, Status status, int retryAfterMillis, Response response, int payloadLength) {
        call.answered(status, retryAfterMillis, response, payloadLength);
        keepAccount(call);
        if (call.owner() != null) {
            call.owner().onReply(call);
        }
    }

    /** Not before a request was answered: a server that greets and hangs up must not be asked again without a pause. */
    private void healthy() {
        failures = 0;
        suspectUntilNanos = 0;
        trouble = null;
        refusal = null;
    }

    private void keepAccount(Call call) {
        if (call.response() instanceof WeightMapReply reply) {
            lane.nodes().update(reply.weightMap());
        }
        if (call.response() instanceof BucketReply reply && call.request instanceof BucketOpen open) {
            lane.router().learn(open.bucket(), reply);
        }
        if (call.upload == UploadId.NONE) {
            return;
        }
        if (call.status() == Status.UPLOAD_EXPIRED) {
            expire(call);
            return;
        }
        session.heard(call.sentAtNanos());
        if (call.response() instanceof Renewed renewed) {
            session.lease(renewed.uploadLeaseMillis() * Lane.NANOS_PER_MILLI);
        }
        if (call.isMutation()
                && (call.isSettled() || call.owner() == null || !call.owner().isTransient(call))) {
            session.answered(call.upload, call.mutationSequence);
        }
    }

    private void expire(Call call) {
        if (call.upload == session.upload()) {
            renewUpload();
        }
    }

    private void onHelloReply(long requestId, Status status, int retryAfterMillis, Response response) {
        if (requestId != HELLO_ID) {
            breakOff("it answered request " + requestId + " before HELLO");
        } else if (response instanceof HelloReply reply && reply.protocolVersion() == Hello.VERSION) {
            greeted(reply);
        } else if (response instanceof HelloReply reply) {
            String detail =
                    endpoint + " speaks protocol version " + reply.protocolVersion() + ", this client " + Hello.VERSION;
            refused(Status.UNSUPPORTED, 0, Failure.of(FailureKind.INVALID_REQUEST, detail));
        } else {
            refused(
                    status,
                    retryAfterMillis,
                    Failure.refused("HELLO to " + endpoint, status, retryAfterMillis, response));
        }
    }

    private void greeted(HelloReply reply) {
        long sentAtNanos = stateSinceNanos;
        enter(State.READY);
        boolean replaced = false;
        if (session != null) {
            replaced = session.greeted(reply, sentAtNanos);
            lane.nodes().update(reply.weightMap());
            lane.router().jobShards(reply.jobShards());
            dropQueuedOfOtherUploads(reply.uploadId());
        }
        while (state == State.READY && !queued.isEmpty()) {
            send(queued.poll());
        }
        if (session != null) {
            lane.onShardReady(this, replaced);
        }
    }

    private void dropQueuedOfOtherUploads(long upload) {
        for (Iterator<Call> all = queued.iterator(); all.hasNext(); ) {
            long needed = all.next().upload;
            if (needed != UploadId.NONE && needed != upload) {
                all.remove();
            }
        }
    }

    private void refused(Status status, int retryAfterMillis, Failure failure) {
        closeWire();
        failed(failure.message());
        refusal = failure;
        suspectUntilNanos = Math.max(suspectUntilNanos, lane.nowNanos() + retryAfterMillis * Lane.NANOS_PER_MILLI);
        if (session == null) {
            lose(status);
        } else if (status == Status.UPLOAD_EXPIRED) {
            session.expire();
            lose(status);
        } else if (status.retry() == Status.Retry.NEVER) {
            enter(State.CLOSED);
            lane.failAll(this, failure);
        } else {
            lose(status);
        }
    }

    void onDisconnected(String reason) {
        if (!isOpen()) {
            return;
        }
        if (state == State.READY && isIdle()) {
            enter(State.CLOSED); // Nobody was waiting: a peer may hang up or be restarted.
            return;
        }
        boolean mayBeRestart = state == State.READY && failures == 0;
        failed(reason);
        lose(Status.UNAVAILABLE);
        if (mayBeRestart && state == State.WAITING) {
            retryAtNanos = lane.nowNanos();
        }
    }

    void onTime() {
        if (lane.nowNanos() < timerNanos()) {
            return;
        }
        switch (state) {
            case WAITING -> reconnect();
            case CONNECTING, GREETING -> breakOff("no answer to " + state + " in time");
            case READY -> breakOff("it is silent although an answer is due");
            case CLOSED -> {}
        }
    }

    long timerNanos() {
        return switch (state) {
            case CLOSED -> Lane.NEVER;
            case WAITING -> retryAtNanos;
            case CONNECTING, GREETING ->
                stateSinceNanos + lane.config().connectTimeout().toNanos();
            case READY ->
                pending.isEmpty()
                        ? Lane.NEVER
                        : silentSinceNanos() + lane.config().silenceTimeout().toNanos();
        };
    }

    private long silentSinceNanos() {
        return Math.max(movedAtNanos, pending.get(0).sentAtNanos());
    }

    // Steps

    private void reconnect() {
        if (isWanted()) {
            connect();
        } else {
            enter(State.CLOSED);
        }
    }

    private void connect() {
        enter(State.CONNECTING);
        lane.nodes().makeRoom();
        lane.wire().connect(endpoint);
    }

    private void transmit(Call call) {
        call.sent(lane.nextRequestId(), lane.nowNanos());
        pending.add(call);
        lane.wire().send(endpoint, call.request, call.requestId(), deadlineMillis(call), call.payload);
    }

    private int deadlineMillis(Call call) {
        long untilDeadline = call.owner() == null ? Lane.NEVER : call.owner().deadlineNanos() - lane.nowNanos();
        long leftNanos = Math.min(call.patienceNanos, untilDeadline);
        long millis = leftNanos / Lane.NANOS_PER_MILLI;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    private void breakOff(String reason) {
        closeWire();
        failed(reason);
        lose(Status.UNAVAILABLE);
    }

    private void failed(String reason) {
        failures++;
        trouble = reason;
        refusal = null;
        suspectUntilNanos = lane.nowNanos() + lane.backoff().pauseNanos(failures);
    }

    private void closeWire() {
        lane.wire().close(endpoint);
        enter(State.CLOSED);
    }

    /** What was under way is repeated later (shard) or handed back (node). */
    private void lose(Status status) {
        enter(State.CLOSED);
        List<Call> unanswered = new ArrayList<>();
        for (Call call : pending) {
            unanswered.addAll(call instanceof CallBatch batch ? batch.parts() : List.of(call));
        }
        pending.clear();
        unanswered.forEach(Call::lost);
        if (session == null) {
            handBack(unanswered, status);
        } else {
            requeue(unanswered);
            waitToReconnect();
        }
    }

    private void requeue(List<Call> unanswered) {
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            Call call = unanswered.get(i);
            if (call.owner() != null) {
                queued.addFirst(call);
            } else if (call.isMutation()) {
                session.answered(call.upload, call.mutationSequence);
            }
        }
    }

    /** A call touches no shard that it does not need. */
    private boolean isWanted() {
        return lane.isNeeded(this) || (lane.hasOperations() && !queued.isEmpty());
    }

    private void waitToReconnect() {
        if (isWanted()) {
            enter(State.WAITING);
            retryAtNanos = Math.max(lane.nowNanos(), suspectUntilNanos);
            if (failures > 0) {
                lane.router().verifyAddress(this);
            }
        }
    }

    private void handBack(List<Call> unanswered, Status status) {
        List<Call> all = new ArrayList<>(unanswered);
        all.addAll(queued);
        queued.clear();
        for (Call call : all) {
            if (call.owner() != null) {
                call.owner().onLost(call, status, trouble);
            }
        }
    }

    private void closeIfStale() {
        boolean unused = state == State.READY && pending.isEmpty();
        if (unused
                && lane.nowNanos() - movedAtNanos > lane.config().idleTimeout().toNanos()) {
            close();
        }
    }

    private void enter(State next) {
        boolean wasOpen = isOpen();
        state = next;
        stateSinceNanos = lane.nowNanos();
        if (session == null && wasOpen != isOpen()) {
            lane.nodes().openChanged(this, isOpen());
        }
    }

    private Call find(long requestId) {
        for (Call call : pending) {
            if (call.requestId() == requestId) {
                return call;
            }
        }
        return null;
    }
}
