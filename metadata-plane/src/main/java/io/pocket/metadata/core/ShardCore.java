package io.pocket.metadata.core;

import io.pocket.metadata.record.Started;
import io.pocket.metadata.record.TombstoneForgotten;
import io.pocket.metadata.record.UploadExpired;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
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
import java.util.function.LongSupplier;

/**
 * A shard. The driver hands it requests and the time, lets it {@link #endIteration} after each round of requests, makes its log durable, and only
 * then lets the replies of that round leave. One thread at a time.
 */
public final class ShardCore {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int EXPIRIES_PER_TICK = 1000;
    private static final int GARBAGE_PER_TICK = 1000;

    private final ShardConfig config;
    private final ShardState state;
    private final StateClock clock;
    private final StateWriter writer;
    private final LongSupplier journalBytes;
    private final Admission admission;
    private final Objects objects;
    private final Mutations mutations;
    private final Commits commits;
    private final Appends appends;
    private final Queries queries;
    private final Follows follows;
    private final FreeService frees;
    private final ControlRequests control;
    private final Parking parking = new Parking();

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
        this.state = state;
        this.journalBytes = journalBytes;
        clock = new StateClock(state.timeMillis(), nowNanos);
        Started started = new Started(state.timeMillis(), config.epoch());
        log.append(started, null);
        state.apply(started, null);
        state.renewAllUploads(state.timeMillis());
        writer = new StateWriter(log, state);
        objects = new Objects(state, writer);
        admission = new Admission(config, state, writer, rules, verifier);
        mutations = new Mutations(config, state, writer, rules, objects);
        commits = new Commits(config, state, writer, rules, mutations, objects);
        appends = new Appends(config, state, writer, mutations, commits);
        queries = new Queries(config, state, writer, mutations, objects);
        follows = new Follows(state, objects);
        frees = new FreeService(config, state, writer, rules);
        control = new ControlRequests(state, writer, rules);
    }

    /**
     * Handles one request.
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
                session, request.opcode(), requestId, deadlineMillis, clock.millis(nowNanos), nowNanos, epochMillis);
        try {
            dispatch(call, request, payload);
        } catch (Refusal refusal) {
            call.refuse(state, refusal.status(), refusal.retryAfterMillis(), refusal.getMessage());
        }
    }

    private void dispatch(Call call, Request request, ByteBuffer payload) throws Refusal {
        if (request instanceof Hello hello) {
            admission.hello(call, hello);
            return;
        }
        admission.requirePermission(call);
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
            case BucketCreate it -> mutations.createBucket(call, it);
            case BucketDelete it -> deleteBucket(call, it);
            case Renew it -> mutations.renew(call, it);
            case WeightMapGet it -> queries.weightMap(call);
            case Frees it -> frees.frees(call, it);
            case Audit it -> frees.audit(call, it);
            case JobPut it -> control.putJob(call, it);
            case NodesPut it -> control.putNodes(call, it);
            case DropJob it -> dropJob(call, it);
            case ShardsPut it -> call.reply(state, new Empty());
            case ShardStat it -> control.stat(call, parking.size(), journalBytes.getAsLong());
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
        parking.takeAll(request.job()).forEach(parked -> retry(parked, Moment.of(call)));
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
            park(call, request, request.name());
        }
    }

    private void follow(Call call, Follow request) throws Refusal {
        if (!follows.follow(call, request)) {
            park(call, request, request.name());
        }
    }

    private void park(Call call, Request request, ObjectName name) throws Refusal {
        if (parking.size() >= config.maxParked()) {
            throw new Refusal(Status.BUSY, 100, config.maxParked() + " lookups are waiting already");
        }
        int wait = call.deadlineMillis() > 0
                ? Math.min(call.deadlineMillis(), config.maxParkMillis())
                : config.maxParkMillis();
        parking.park(call, request, name, call.nowNanos() + wait * NANOS_PER_MILLI);
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
        parking.takeWaiting(job, waiting, name).forEach(parked -> retry(parked, now));
    }

    private void retry(Parking.Parked parked, Moment now) {
        if (parked.call().session().isClosed()) {
            return;
        }
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
        parking.forget(session);
    }

    /** After each round of requests, before the log is made durable. */
    public void endIteration(long nowNanos) {
        frees.answerWaiting(nowNanos);
    }

    /** Does what is due by now. Call it at {@link #nextTickNanos} or later; more often does no harm. */
    public void tick(long nowNanos, long epochMillis) {
        long nowMillis = clock.millis(nowNanos);
        state.garbage().collect(GARBAGE_PER_TICK);
        answerOverdue(nowNanos);
        frees.answerWaiting(nowNanos);
        try {
            objects.expireDue(nowMillis, EXPIRIES_PER_TICK);
            expireUploads(new Moment(nowMillis, nowNanos, epochMillis));
            forgetTombstones(nowMillis, epochMillis);
        } catch (Refusal logFull) {
            // The log has no room; what is due stays due and the next tick tries again.
            return;
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
        long next = Math.min(parking.nextNanos(), frees.nextNanos());
        if (state.expiries().nextMillis() != Long.MAX_VALUE) {
            next = Math.min(next, clock.nanosAt(state.expiries().nextMillis()));
        }
        UploadState oldest = state.oldestUpload();
        if (oldest != null) {
            next = Math.min(next, clock.nanosAt(oldest.lastHeardMillis() + config.uploadLeaseMillis()));
        }
        return next;
    }

    /** Whether bytes of dropped jobs are still being given back; tick soon again. */
    public boolean hasGarbage() {
        return !state.garbage().isEmpty();
    }

    /** For SHARD_STAT's users in the same process: metrics. */
    public ShardStatistics statistics() {
        return ShardStatistics.of(state, parking.size() + frees.waiting());
    }
}
