package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Tombstone;
import io.pocket.protocol.message.Write;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.TokenVerifier;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A data node without its sockets: requests and the time go in, answers come out through {@link NodePeer}, and questions
 * to shards through {@link ShardPort}. No I/O, clock or thread of its own; one owner thread makes every call.
 *
 * <p>The driver calls {@link #shards}, {@link #dropJob}, {@link #replaceGrants} and {@link #drainAsRegistered} with what the controller told at registration before it lets
 * anyone connect, then {@link #open}, {@link #onRequest}, {@link #closed} as connections and requests come,
 * {@link #tick} at least each second, and {@link ChunkStore#poll} as the store needs.
 *
 * <p>A WRITE may be given whole to {@link #onRequest}, or its payload may be streamed: {@link #beginWrite}, then bytes
 * into {@link #writeTarget}, then {@link #completeWrite} or {@link #abortWrite}.
 *
 * <p>Each rule of the design that a node keeps is decided in one protected method, {@code may…}, so that a test can take
 * the rule out and see what breaks.
 */
public class NodeCore {

    private final NodeConfig config;
    private final ChunkStore store;
    private final IndexLog log;
    private final ChunkIndex chunks;
    private final NodeCounters counters;
    private final Answers answers;
    private final Access access;
    private final Writes writes;
    private final Reads reads;
    private final ControlRequests control;
    private final ShardLinks shards;
    private final Tombstones tombstones = new Tombstones();
    private final JobTable jobs = new JobTable();
    private final WaitingSessions waiting = new WaitingSessions();
    private final ChunkPart part = new ChunkPart();
    private long knowledgeRevision;
    private int sessions;
    private boolean draining;
    private boolean drainPushed;
    private boolean leaving;

    /** What a core is made of; it alone uses these from here on. */
    public record Parts(
            ChunkStore store, IndexLog log, TokenVerifier tokens, NodeCounters counters, ShardPort shardPort) {}

    /**
     * A node with the chunks that the log remembers.
     *
     * @param hashSeed a number that clients cannot guess
     * @param nowNanos monotonic time, of any origin
     * @param epochSeconds wall clock, for tokens
     * @throws IllegalStateException if log and store do not belong together
     */
    @SuppressWarnings("this-escape") // The parts keep the reference and use it later.
    public NodeCore(NodeConfig config, Parts parts, long hashSeed, long nowNanos, long epochSeconds) {
        this.config = config;
        store = parts.store();
        log = parts.log();
        counters = parts.counters();
        chunks = new ChunkIndex(store, log, hashSeed, nowNanos);
        answers = new Answers(counters);
        access = new Access(this, config, parts.tokens(), answers, jobs, epochSeconds);
        writes = new Writes(this, config, parts, chunks, access, answers, waiting);
        reads = new Reads(this, parts, chunks, access, answers, waiting);
        control = new ControlRequests(this, new UsageReport(chunks, jobs), access, answers);
        shards = new ShardLinks(this, config, chunks, parts.shardPort(), counters);
        updateGauges();
    }

    /** Which life of the node this is: kept as long as its chunks are. */
    public long incarnation() {
        return log.incarnation();
    }

    /** Chunks of the node, to look at. */
    public ChunkIndex chunks() {
        return chunks;
    }

    /** How full the node is. */
    public NodeStatReply stat() {
        return new NodeStatReply(
                store.capacityBytes(),
                store.usedBytes(),
                chunks.storedBytes(),
                chunks.pendingBytes(),
                chunks.chunks(),
                chunks.pins(),
                refusesNewChunks() ? NodeState.DRAINING : NodeState.LIVE);
    }

    /** Whether new chunks are refused, for whatever reason. */
    public boolean refusesNewChunks() {
        return draining || leaving;
    }

    /** Shards as last told by the controller, for the driver to keep across restarts. */
    public List<ShardEntry> knownShards() {
        return shards.entries();
    }

    /** Dropped jobs whose tokens may still live, for the driver to keep across restarts. */
    public List<Tombstone> knownTombstones() {
        return tombstones.list();
    }

    /** What the controller granted to jobs, for the driver to keep across restarts. */
    public List<JobGrant> knownGrants() {
        return jobs.grants();
    }

    /** Whether the controller wants no new chunks here, for the driver to keep across restarts; {@link #leave} is not a part of that. */
    public boolean isDraining() {
        return draining;
    }

    /** Changes whenever something known from the controller does. */
    public long knowledgeRevision() {
        return knowledgeRevision;
    }

    // What the transport tells

    /** A connection was accepted. */
    public NodeSession open(NodePeer peer) {
        sessions++;
        return new NodeSession(peer);
    }

    /** A connection is gone: its half-arrived write is abandoned. What it was lent is still to be released. */
    public void closed(NodeSession session) {
        session.markClosed();
        waiting.remove(session);
        writes.abort(session);
        access.closed(session);
        sessions--;
    }

    /**
     * One whole request. It is answered through the session's peer, now or later.
     *
     * @param payload of a WRITE: all of it; borrowed for the call
     */
    public void onRequest(NodeSession session, long requestId, Request request, ByteBuffer payload, long nowNanos) {
        switch (request) {
            case Write write -> writes.whole(session, requestId, part.of(write), payload, nowNanos);
            case Read read -> reads.read(session, requestId, part.of(read));
            case Hello hello -> access.hello(session, requestId, hello);
            case Ping ping -> answers.ok(session, ping.opcode(), requestId, Answers.EMPTY);
            case Discard discard -> discard(session, requestId, discard);
            case NodeStat stat -> control.nodeStat(session, requestId);
            case JobGrant grant -> control.jobGrant(session, requestId, grant);
            case JobUsageGet get -> control.jobUsage(session, requestId, get);
            case DropJob drop -> control.dropJob(session, requestId, drop);
            case Drain drain -> control.drain(session, requestId, drain);
            case ShardsPut put -> control.shardsPut(session, requestId, put, nowNanos);
            default -> {
                String detail = request.opcode() + " is not for data nodes: send it to a metadata shard";
                answers.refuse(session, request.opcode(), requestId, Status.UNSUPPORTED, detail);
            }
        }
    }

    /**
     * A READ, as {@link #onRequest} but without an object.
     *
     * @param read the caller's again on return
     */
    public void onRead(NodeSession session, long requestId, ChunkPart read) {
        reads.read(session, requestId, read);
    }

    /**
     * A WRITE has arrived up to its payload. At most one payload arrives in a session at a time.
     *
     * @param write the caller's again on return
     * @param payloadLengthBytes of the whole payload
     */
    public WriteStart beginWrite(
            NodeSession session, long requestId, ChunkPart write, int payloadLengthBytes, long nowNanos) {
        return writes.begin(session, requestId, write, payloadLengthBytes, nowNanos);
    }

    /** Where the next bytes of the session's payload go: see {@link ChunkWrite#target}. */
    public ByteBuffer writeTarget(NodeSession session) {
        return writes.target(session);
    }

    /** All bytes of the session's payload are in the targets. The answer follows, now or later. */
    public void completeWrite(NodeSession session) {
        writes.complete(session);
    }

    /** The session's payload will not be completed. Harmless when none is arriving. */
    public void abortWrite(NodeSession session) {
        writes.abort(session);
    }

    /** Time passes. At least each second. */
    public void tick(long nowNanos, long epochSeconds) {
        access.tick(epochSeconds);
        tombstones.expire(epochSeconds);
        shards.tick(nowNanos);
        waiting.wake();
        updateGauges();
    }

    // What the controller tells, through a connection or at registration

    /**
     * Ends a job: frees everything of it and refuses it until its last token has expired.
     *
     * @return what was freed
     */
    public DropReply dropJob(long job, long untilEpochSeconds) {
        if (tombstones.add(job, untilEpochSeconds)) {
            knowledgeRevision++;
        }
        endGrant(job);
        long freedChunks = 0;
        long freedBytes = 0;
        for (int slot = chunks.anyOf(job); slot != ChunkIndex.NONE; slot = chunks.anyOf(job)) {
            freedChunks++;
            freedBytes += chunks.lengthBytes(slot);
            freeChunk(slot);
        }
        counters.add(NodeCounter.DROPPED, freedChunks);
        return new DropReply(freedChunks, freedBytes);
    }

    /**
     * Says what a job may have here.
     *
     * @return false, with nothing changed, if the bytes to be guaranteed are promised to others
     */
    public boolean grant(JobGrant grant) {
        if (grant.guaranteedBytes() > store.capacityBytes() - guaranteedToOthers(grant.job())) {
            return false;
        }
        if (!grant.equals(jobs.grant(grant.job()))) {
            jobs.put(grant);
            chunks.grant(grant.job(), grant.guaranteedBytes(), grant.limitBytes());
            knowledgeRevision++;
        }
        return true;
    }

    /**
     * Puts what the controller told at registration in the place of what the driver had kept. What was pushed in between is newer
     * than both, and stays. A grant that cannot be met is left out: the controller pushes it again, and hears why not.
     *
     * @param kept grants that this core was given before, none at its start
     * @param told all that there are now
     */
    public void replaceGrants(List<JobGrant> kept, List<JobGrant> told) {
        Set<Long> named = told.stream().map(JobGrant::job).collect(Collectors.toSet());
        Set<JobGrant> replaceable = Set.copyOf(kept);
        kept.stream()
                .filter(grant -> !named.contains(grant.job()) && grant.equals(jobs.grant(grant.job())))
                .forEach(grant -> endGrant(grant.job()));
        // Those that shrink make room for those that grow.
        told.stream()
                .filter(grant -> mayServe(grant.job()))
                .filter(grant -> jobs.grant(grant.job()) == null || replaceable.contains(jobs.grant(grant.job())))
                .sorted(Comparator.comparingLong(this::growthBytes))
                .forEach(this::grant);
    }

    private long growthBytes(JobGrant grant) {
        JobGrant known = jobs.grant(grant.job());
        return grant.guaranteedBytes() - (known == null ? 0 : known.guaranteedBytes());
    }

    private void endGrant(long job) {
        if (jobs.grant(job) != null) {
            jobs.removeGrant(job);
            chunks.grant(job, 0, 0);
            knowledgeRevision++;
        }
    }

    private long guaranteedToOthers(long job) {
        JobAccount account = chunks.account(job);
        return chunks.guaranteedBytes() - (account == null ? 0 : account.guaranteedBytes());
    }

    /** Refuses new chunks from now on, or takes them again, as the controller pushed. Chunks that are held are served all the same. */
    public void drain(boolean refuseNewChunks) {
        drainPushed = true;
        keepDraining(refuseNewChunks);
    }

    /** As {@link #drain}, as the controller told at registration, or the driver had kept. What was pushed in between is newer, and stays. */
    public void drainAsRegistered(boolean refuseNewChunks) {
        if (!drainPushed) {
            keepDraining(refuseNewChunks);
        }
    }

    private void keepDraining(boolean refuseNewChunks) {
        if (draining != refuseNewChunks) {
            draining = refuseNewChunks;
            knowledgeRevision++;
        }
    }

    /** Refuses new chunks for the rest of this process's life, whatever the controller wants. The next one starts without that. */
    public void leave() {
        leaving = true;
    }

    /** These are all shards there are, with the log and epoch to believe. */
    public void shards(List<ShardEntry> all, long nowNanos) {
        shards.update(all, nowNanos);
        knowledgeRevision++;
    }

    // What the driver tells of the shards

    /** A connection to the shard exists and its HELLO succeeded. */
    public void shardConnected(int shardId, long nowNanos) {
        shards.connected(shardId, nowNanos);
    }

    /** The connection to the shard is gone, and so are the answers under way. */
    public void shardDisconnected(int shardId) {
        shards.disconnected(shardId);
    }

    /**
     * How a request to a shard ended.
     *
     * @param request the very object that was sent
     * @param reply an {@link io.pocket.protocol.message.ErrorReply} unless the status is OK
     */
    public void onShardReply(int shardId, Request request, Status status, Response reply, long nowNanos) {
        shards.onReply(shardId, request, status, reply, nowNanos);
    }

    // Shared by the paths

    /** Removes the chunk's number at once, and gives its space back when the last pin is gone. */
    void freeChunk(int slot) {
        chunks.remove(slot);
        releaseIfAllowed(slot);
    }

    void unpin(int slot) {
        chunks.unpin(slot);
        releaseIfAllowed(slot);
    }

    private void releaseIfAllowed(int slot) {
        if (chunks.state(slot) == ChunkState.FREED && mayReuseSpace(chunks.pins(slot))) {
            chunks.releaseSpace(slot);
        }
    }

    private void discard(NodeSession session, long requestId, Discard discard) {
        if (access.isClient(session, Opcode.DISCARD, requestId, JobToken.WRITE)) {
            int slot = chunks.find(discard.chunk().upload(), discard.chunk().sequence());
            if (slot != ChunkIndex.NONE
                    && chunks.job(slot) == session.principal().jobNumber()) {
                freeChunk(slot);
            }
            answers.ok(session, Opcode.DISCARD, requestId, Answers.EMPTY);
        }
    }

    private void updateGauges() {
        counters.set(NodeCounter.CAPACITY_BYTES, store.capacityBytes());
        counters.set(NodeCounter.USED_BYTES, store.usedBytes());
        counters.set(NodeCounter.STORED_BYTES, chunks.storedBytes());
        counters.set(NodeCounter.CHUNKS, chunks.chunks());
        counters.set(NodeCounter.PENDING_BYTES, chunks.pendingBytes());
        counters.set(NodeCounter.PINS, chunks.pins());
        counters.set(NodeCounter.CONNECTIONS, sessions);
    }

    // Rules: each in one place

    /** Rule 1: space is used again only when no operation uses it any more. */
    protected boolean mayReuseSpace(int pins) {
        return pins == 0;
    }

    /** Rule 1: a chunk is complete only when all its declared bytes have arrived. */
    protected boolean mayComplete(boolean allArrived) {
        return allArrived;
    }

    /** Rule 1: a chunk is readable only when it is complete. */
    protected boolean mayRead(ChunkState state) {
        return state == ChunkState.COMPLETE;
    }

    /** Rule 2: only the shard that issued an upload may free its chunks. */
    protected boolean mayFree(int shardId, long uploadId) {
        return UploadId.shardId(uploadId) == shardId;
    }

    /** Rule 3: an answer counts only from the log that the controller named, and from no deposed epoch. */
    protected boolean mayBelieve(long knownLogId, long knownEpoch, long logId, long epoch) {
        return logId == knownLogId && epoch >= knownEpoch;
    }

    /** Rule 5: a draining node takes no new chunks. */
    protected boolean mayTakeNewChunk() {
        return !refusesNewChunks();
    }

    /** Rule 6: whoever expects another node or another life of this one is turned away. */
    protected boolean mayGreet(Hello hello) {
        return (hello.expectedId() == 0 || hello.expectedId() == config.nodeId())
                && (hello.expectedIncarnation() == 0 || hello.expectedIncarnation() == incarnation());
    }

    /** Rule 7: a dropped job stays dropped. */
    protected boolean mayServe(long job) {
        return !tombstones.contains(job);
    }

    /** Rule 8: a job may have so many connections. */
    protected boolean mayConnect(long job) {
        return jobs.hasRoom(job);
    }

    /**
     * Rule 8: a job may take what it was guaranteed, and beyond that what is left of the pool that all jobs share.
     *
     * @param bytes rounded up as the store does
     */
    protected boolean mayTake(long job, long bytes) {
        JobAccount account = chunks.account(job);
        long guaranteed = account == null ? 0 : account.guaranteedBytes();
        long used = account == null ? 0 : account.usedBytes();
        if (account != null && account.isLimitExceededBy(bytes)) {
            return false;
        }
        long fromPool = Math.max(0, used + bytes - guaranteed) - Math.max(0, used - guaranteed);
        return fromPool == 0 || chunks.sharedUsedBytes() + fromPool <= store.capacityBytes() - chunks.guaranteedBytes();
    }
}
