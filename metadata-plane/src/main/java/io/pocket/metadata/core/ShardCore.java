package io.pocket.metadata.core;

import io.pocket.metadata.record.ObjectsFreed;
import io.pocket.metadata.record.Started;
import io.pocket.metadata.record.TombstoneForgotten;
import io.pocket.metadata.record.UploadExpired;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardStat;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.token.TokenVerifier;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A shard. The driver hands it requests and the time, lets it {@link #endIteration} after each round of requests, makes its log durable, and only
 * then lets the replies of that round leave. One thread at a time.
 */
public final class ShardCore {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int EXPIRIES_PER_TICK = 1000;
    private static final int GARBAGE_AT_ONCE = 250;

    private final ShardConfig config;
    private final ShardRules rules;
    private final ShardState state;
    private final StateClock clock;
    private final StateWriter writer;
    private final LongSupplier journalBytes;
    private final Admission admission;
    private final BucketPlaces places;
    private final Objects objects;
    private final Mutations mutations;
    private final Commits commits;
    private final Appends appends;
    private final Queries queries;
    private final Follows follows;
    private final BucketRequests buckets;
    private final FreeService frees;
    private final ControlRequests control;
    private final UsageReport usage;
    private final QuotaRefusals quotaRefusals = new QuotaRefusals();
    private final Parking parking = new Parking();
    private final CountWaits countWaits;
    private final Batches batches;
    private long clientRequests;

    /**
     * Starts a shard on a recovered (or empty) state.
     *
     * @param nowNanos the driver's monotonic time
     * @param journalBytes size of the log, for SHARD_STAT
     * @throws ShardLog.LogFullException if not even the start can be logged
     */
    public ShardCore(
            ShardConfig config,
            ShardState state,
            ShardLog log,
            ShardRules rules,
            TokenVerifier verifier,
            LongSupplier journalBytes,
            long nowNanos)
            throws ShardLog.LogFullException {
        this.config = config;
        this.rules = rules;
        this.state = state;
        this.journalBytes = journalBytes;
        clock = new StateClock(state.timeMillis(), nowNanos);
        Started started = new Started(state.timeMillis(), config.epoch());
        log.append(started, null);
        state.apply(started, null);
        state.renewAllUploads(state.timeMillis());
        writer = new StateWriter(log, state);
        places = new BucketPlaces(config.shardId(), state, rules);
        objects = new Objects(state, writer, places);
        admission = new Admission(config, state, writer, rules, verifier);
        mutations = new Mutations(config, state, writer, rules, objects);
        commits = new Commits(config, state, writer, rules, mutations, objects);
        appends = new Appends(config, state, writer, rules, mutations, commits, objects);
        queries = new Queries(config, state, writer, rules, mutations, objects);
        follows = new Follows(state, rules, objects);
        buckets = new BucketRequests(config, state, writer, places);
        frees = new FreeService(config, state, writer, rules);
        control = new ControlRequests(state, writer, rules);
        usage = new UsageReport(state);
        countWaits = new CountWaits(state, objects, queries);
        batches = new Batches(config.batches(), new BatchedRequests());
    }

    /**
     * Handles one request. A batch is one, whose requests come in its payload.
     *
     * @param deadlineMillis how long the peer still waits, 0 when it did not say
     * @param payload bytes behind the body, possibly none; borrowed for the call
     * @param nowNanos monotonic
     * @param epochMillis wall clock
     */
    public void request(
            ShardSession session,
            long requestId,
            int deadlineMillis,
            Request request,
            ByteBuffer payload,
            long nowNanos,
            long epochMillis) {
        if (session.isClosed()) {
            return;
        }
        Call call = new Call(
                session,
                session.sink(),
                request.opcode(),
                requestId,
                deadlineMillis,
                rules.stateMillis(clock, nowNanos, epochMillis),
                nowNanos,
                epochMillis);
        carryOut(call, request, payload);
        answerReached(call.nowMillis());
    }

    private void carryOut(Call call, Request request, ByteBuffer payload) {
        try {
            dispatch(call, request, payload);
        } catch (Refusal refusal) {
            quotaRefusals.count(refusal);
            call.refuse(state, refusal.status(), refusal.retryAfterMillis(), refusal.getMessage());
        }
    }

    private void answerReached(long nowMillis) {
        try {
            countWaits.answerReached(nowMillis);
        } catch (Refusal logFull) {
            // What has expired cannot be taken away now; it stays due, and so do the answers that depend on it.
            return;
        }
    }

    private void dispatch(Call call, Request request, ByteBuffer payload) throws Refusal {
        if (request instanceof Hello hello) {
            admission.hello(call, hello);
            return;
        }
        admission.requirePermission(call);
        clientRequests += call.session().isClient() ? 1 : 0;
        switch (request) {
            case Commit it -> commit(call, it, payload);
            case Append it -> append(call, it);
            case Lookup it -> lookup(call, it);
            case Follow it -> follow(call, it);
            case Stat it -> queries.stat(call, it);
            case Delete it -> mutations.delete(call, it);
            case Rename it -> rename(call, it);
            case ClaimEnd it -> endClaim(call, it);
            case ListNames it -> queries.list(call, it);
            case Count it -> queries.count(call, it);
            case AwaitCount it -> awaitCount(call, it);
            case Batch it -> batch(call, it, payload);
            case BucketCreate it -> mutations.createBucket(call, it);
            case BucketDelete it -> deleteBucket(call, it);
            case BucketOpen it -> openBucket(call, it);
            case BucketList it -> buckets.list(call, it);
            case Renew it -> mutations.renew(call, it);
            case WeightMapGet it -> queries.weightMap(call);
            case Frees it -> frees.frees(call, it);
            case Audit it -> frees.audit(call, it);
            case JobPut it -> control.putJob(call, it);
            case NodesPut it -> control.putNodes(call, it);
            case DropJob it -> dropJob(call, it);
            case ShardsPut it -> control.putShards(call, it);
            case ShardStat it -> control.stat(call, parked(), journalBytes.getAsLong());
            case JobUsageGet it -> usage.answer(call, it);
            case Ping it -> call.reply(state, new Empty());
            default -> throw new Refusal(Status.UNSUPPORTED, "a shard does not answer " + call.opcode());
        }
    }

    private void commit(Call call, Commit request, ByteBuffer payload) throws Refusal {
        if (commits.commit(call, request, payload)) {
            wake(Moment.of(call), call.session().job(), request.name());
        }
    }

    private void append(Call call, Append request) throws Refusal {
        if (!appends.append(call, request)) {
            return;
        }
        if ((request.flags() & Append.LAST) == 0) {
            wake(Moment.of(call), call.session().job(), Opcode.FOLLOW, request.name());
        } else {
            wake(Moment.of(call), call.session().job(), request.name());
        }
    }

    private void rename(Call call, Rename request) throws Refusal {
        mutations.rename(call, request);
        wake(Moment.of(call), call.session().job(), request.to());
    }

    private void endClaim(Call call, ClaimEnd request) throws Refusal {
        mutations.endClaim(call, request);
        wake(Moment.of(call), call.session().job(), request.name());
    }

    private void deleteBucket(Call call, BucketDelete request) throws Refusal {
        List<GrowingObject> streams = state.streams().ofBucket(call.session().job(), request.bucket());
        mutations.deleteBucket(call, request);
        wakeFollowers(Moment.of(call), streams);
    }

    private void dropJob(Call call, DropJob request) throws Refusal {
        control.dropJob(call, request);
        retryAll(parking.takeWaiting(request.job()), Moment.of(call));
        countWaits.refuseDropped(request.job());
    }

    // Requests that wait

    /** When something happened for which requests wait. */
    private record Moment(long nowMillis, long nowNanos, long epochMillis) {
        static Moment of(Call cause) {
            return new Moment(cause.nowMillis(), cause.nowNanos(), cause.epochMillis());
        }
    }

    private void lookup(Call call, Lookup request) throws Refusal {
        if (!queries.lookup(call, request)) {
            parking.park(call, request, request.name(), parkUntilNanos(call));
        }
    }

    private void follow(Call call, Follow request) throws Refusal {
        if (!follows.follow(call, request)) {
            parking.park(call, request, request.name(), parkUntilNanos(call));
        }
    }

    private void awaitCount(Call call, AwaitCount request) throws Refusal {
        if (!countWaits.answerNow(call, request)) {
            countWaits.park(call, request, parkUntilNanos(call));
        }
    }

    private void batch(Call call, Batch request, ByteBuffer payload) throws Refusal {
        try {
            batches.carryOut(call, request, payload);
        } catch (ProtocolException e) {
            call.refuse(state, Status.PROTOCOL_ERROR, e.getMessage());
            call.session().sink().close();
        }
    }

    private int parked() {
        return parking.size() + countWaits.size();
    }

    /** Refused when too many wait. */
    private long parkUntilNanos(Call call) throws Refusal {
        if (!rules.mayPark(parked(), config.maxParked())) {
            throw new Refusal(Status.BUSY, 100, config.maxParked() + " requests are waiting already");
        }
        int wait = call.deadlineMillis() > 0
                ? Math.min(call.deadlineMillis(), config.maxParkMillis())
                : config.maxParkMillis();
        return call.nowNanos() + wait * NANOS_PER_MILLI;
    }

    /** Those who wait here for a name in a bucket that now lives elsewhere are told so. */
    private void openBucket(Call call, BucketOpen request) throws Refusal {
        if (buckets.open(call, request)) {
            retryAll(parking.takeWaiting(call.session().job(), request.bucket()), Moment.of(call));
            countWaits.refuseElsewhere(call.session().job(), request.bucket());
        }
    }

    /** Another object is visible under this name. */
    private void wake(Moment now, long job, ObjectName name) {
        wake(now, job, Opcode.LOOKUP, name);
        wake(now, job, Opcode.FOLLOW, name);
    }

    /** These have ended. */
    private void wakeFollowers(Moment now, List<GrowingObject> streams) {
        for (GrowingObject stream : streams) {
            wake(now, stream.job(), Opcode.FOLLOW, stream.name());
        }
    }

    private void wake(Moment now, long job, Opcode waiting, ObjectName name) {
        retryAll(parking.takeWaiting(job, waiting, name), now);
    }

    private void retryAll(List<Parking.Parked> waiting, Moment now) {
        for (Parking.Parked parked : waiting) {
            if (!parked.call().session().isClosed()) {
                retry(parked, now);
            }
        }
    }

    private void retry(Parking.Parked parked, Moment now) {
        Call call = parked.call().at(now.nowMillis(), now.nowNanos(), now.epochMillis());
        try {
            if (!answer(call, parked.request())) {
                parking.park(call, parked.request(), parked.name(), parked.untilNanos());
            }
        } catch (Refusal refusal) {
            call.refuse(state, refusal.status(), refusal.retryAfterMillis(), refusal.getMessage());
        }
    }

    private boolean answer(Call call, Request request) throws Refusal {
        admission.requireJob(call.session().job());
        return request instanceof Follow follow ? follows.follow(call, follow) : queries.lookup(call, (Lookup) request);
    }

    /** The connection is gone; what it waits for is forgotten. */
    public void closed(ShardSession session) {
        session.close();
        session.discount();
        parking.forget(session);
        countWaits.forget(session);
        batches.forget(session);
    }

    /** After each round of requests, before the log is made durable. */
    public void endIteration(long nowNanos) {
        frees.answerWaiting(nowNanos);
    }

    /** Does what is due by now. Call it at {@link #nextTickNanos} or later; more often does no harm. */
    public void tick(long nowNanos, long epochMillis) {
        long nowMillis = rules.stateMillis(clock, nowNanos, epochMillis);
        collectGarbage(nowMillis);
        answerOverdue(nowNanos);
        countWaits.refuseOverdue(nowNanos);
        frees.answerWaiting(nowNanos);
        try {
            objects.expireDue(nowMillis, EXPIRIES_PER_TICK);
            expireUploads(new Moment(nowMillis, nowNanos, epochMillis));
            forgetTombstones(nowMillis, epochMillis);
        } catch (Refusal logFull) {
            // The log has no room; what is due stays due and the next tick tries again.
            return;
        }
        answerReached(nowMillis);
    }

    /** What is freed is logged, for nodes know frees by their numbers. */
    private void collectGarbage(long nowMillis) {
        if (!state.isWritingUploads()) {
            state.garbage().collectDropped(GARBAGE_AT_ONCE);
        }
        if (!state.garbage().isDeletedEmpty()) {
            try {
                writer.execute(new ObjectsFreed(nowMillis, GARBAGE_AT_ONCE));
            } catch (Refusal logFull) {
                return; // It stays until there is room.
            }
        }
    }

    private void answerOverdue(long nowNanos) {
        for (var parked = parking.pollOverdue(nowNanos); parked != null; parked = parking.pollOverdue(nowNanos)) {
            parked.call()
                    .refuse(
                            state,
                            Status.DEADLINE_EXCEEDED,
                            "'" + parked.name() + "' was not put within the time given");
        }
    }

    private void expireUploads(Moment now) throws Refusal {
        for (UploadState oldest = state.oldestUpload();
                isOverdue(oldest, now.nowMillis());
                oldest = state.oldestUpload()) {
            List<GrowingObject> streams = state.streams().ofUpload(oldest.id());
            writer.execute(new UploadExpired(now.nowMillis(), oldest.id()));
            wakeFollowers(now, streams);
        }
    }

    private boolean isOverdue(UploadState upload, long nowMillis) {
        return upload != null && upload.lastHeardMillis() + config.uploadLeaseMillis() <= nowMillis;
    }

    private void forgetTombstones(long nowMillis, long epochMillis) throws Refusal {
        for (long job : state.tombstones().expired(epochMillis / 1000)) {
            writer.execute(new TombstoneForgotten(nowMillis, job));
        }
    }

    /** Driver time at which {@link #tick} has something to do, {@link Long#MAX_VALUE} when nothing is known. */
    public long nextTickNanos() {
        long next = Math.min(Math.min(parking.nextNanos(), countWaits.nextNanos()), frees.nextNanos());
        long nextExpiryMillis = state.table().nextExpiryMillis();
        if (nextExpiryMillis != Long.MAX_VALUE) {
            next = Math.min(next, clock.nanosAt(nextExpiryMillis));
        }
        UploadState oldest = state.oldestUpload();
        if (oldest != null) {
            next = Math.min(next, clock.nanosAt(oldest.lastHeardMillis() + config.uploadLeaseMillis()));
        }
        return next;
    }

    /** Whether objects of dropped jobs or deleted buckets are still being given back; tick soon again. */
    public boolean hasGarbage() {
        return !state.garbage().isDroppedEmpty() || !state.garbage().isDeletedEmpty();
    }

    /** What a job, called as people call it, uses on this shard. */
    public record NamedUsage(String jobId, JobUsage usage) {}

    /** The jobs with most objects, for metrics, which cannot show all. */
    public List<NamedUsage> largestJobs(int count) {
        return usage.largest(count);
    }

    /** How often each quota made the shard refuse since it started; those that never did are left out. */
    public Map<Quota, Long> quotaRefusals() {
        return quotaRefusals.counts();
    }

    /** For SHARD_STAT's users in the same process: metrics. */
    public ShardStatistics statistics() {
        return ShardStatistics.of(state, parked() + frees.waiting(), places.refusals(), clientRequests);
    }

    public RecordStatistics recordStatistics() {
        return RecordStatistics.of(state);
    }

    /** AWAIT_COUNTs that wait. */
    public int waitingCounts() {
        return countWaits.size();
    }

    public BatchStatistics batchStatistics() {
        return batches.statistics();
    }

    private final class BatchedRequests implements Batches.Requests {
        @Override
        public void carryOut(Call call, Request request, ByteBuffer payload) {
            ShardCore.this.carryOut(call, request, payload);
        }

        @Override
        public void forget(ShardSession session, ReplySink batch) {
            parking.forget(session, batch);
            countWaits.forget(session, batch);
        }
    }
}
