package io.pocket.metadata.core;

import io.pocket.metadata.record.UploadOpened;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;

/** Who may come in, and who may ask what. */
final class Admission {
    private static final int RETRY_AFTER_MILLIS = 200;
    private static final int MILLIS_PER_SECOND = 1000;

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final TokenVerifier verifier;

    Admission(ShardConfig config, ShardState state, StateWriter writer, ShardRules rules, TokenVerifier verifier) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
        this.verifier = verifier;
    }

    void hello(Call call, Hello hello) throws Refusal {
        if (call.session().principal() != null) {
            throw new Refusal(Status.INVALID_ARGUMENT, "this connection said HELLO before: open another one");
        }
        requireMeant(hello);
        Principal principal = verify(call, hello);
        if (principal.role() != hello.role()) {
            throw new Refusal(
                    Status.UNAUTHENTICATED, "the token proves a " + principal.role() + ", not a " + hello.role());
        }
        if (principal.role() == Role.CLIENT) {
            admitClient(call, hello, principal);
        } else {
            call.session().authenticate(principal);
            call.reply(state, reply(UploadId.NONE, 0, 0, WeightMap.EMPTY));
        }
    }

    private void requireMeant(Hello hello) throws Refusal {
        if (hello.protocolVersion() < Hello.VERSION) {
            throw new Refusal(Status.UNSUPPORTED, "this shard speaks protocol version " + Hello.VERSION);
        }
        boolean otherShard = hello.expectedId() != 0 && hello.expectedId() != config.shardId();
        boolean otherLog = hello.expectedIncarnation() != 0 && hello.expectedIncarnation() != config.logId();
        if (otherShard || otherLog) {
            throw new Refusal(Status.WRONG_NODE, "this is shard " + config.shardId() + " with log " + config.logId());
        }
    }

    private Principal verify(Call call, Hello hello) throws Refusal {
        try {
            return verifier.verify(hello.token(), call.epochMillis() / MILLIS_PER_SECOND);
        } catch (TokenException e) {
            throw new Refusal(Status.UNAUTHENTICATED, e.getMessage());
        }
    }

    private void admitClient(Call call, Hello hello, Principal principal) throws Refusal {
        ShardSession session = call.session();
        JobState job = requireJob(principal.jobNumber());
        UploadState upload = resumed(hello, principal.jobNumber());
        job.traffic().requireRoom(job.terms(), upload == null ? null : upload.session());
        if (upload == null) {
            upload = openUpload(call, principal.jobNumber());
        }
        session.authenticate(principal);
        fenceFormer(upload);
        session.count(job.traffic());
        upload.bind(session);
        state.heard(upload, call.nowMillis());
        session.setUploadId(upload.id());
        WeightMap map = job.terms().weightMap();
        session.setMapEpoch(map.epoch());
        int shards = Math.max(1, job.terms().shards().size());
        call.reply(state, reply(upload.id(), session.job(), shards, map));
    }

    private UploadState resumed(Hello hello, long job) {
        UploadState upload = state.upload(hello.resumeUpload());
        boolean usable = rules.isUploadUsable(upload) && upload != null && upload.job() == job;
        return usable ? upload : null;
    }

    private UploadState openUpload(Call call, long job) throws Refusal {
        if (!rules.mayOpenUpload(state.liveUploadCount(), config.maxUploads())) {
            throw new Refusal(
                    Status.BUSY, RETRY_AFTER_MILLIS, "the shard serves " + config.maxUploads() + " sessions already");
        }
        long id = state.nextUploadId();
        writer.execute(new UploadOpened(call.nowMillis(), id, job));
        return state.upload(id);
    }

    private static void fenceFormer(UploadState upload) {
        ShardSession former = upload.session();
        if (former != null && !former.isClosed()) {
            former.close();
            former.discount();
            former.sink().close();
        }
    }

    private HelloReply reply(long upload, long job, int jobShards, WeightMap map) {
        return new HelloReply(
                Hello.VERSION,
                0,
                config.shardId(),
                config.logId(),
                config.epoch(),
                upload,
                config.uploadLeaseMillis(),
                ShardConfig.MAX_FRAME_LENGTH,
                config.inlineLimit(),
                config.chunkSize(),
                job,
                jobShards,
                map);
    }

    JobState requireJob(long number) throws Refusal {
        if (rules.isDropped(state.tombstones(), number)) {
            throw new Refusal(Status.JOB_DROPPED, "job " + number + " was deregistered");
        }
        JobState job = state.job(number);
        if (job == null) {
            throw new Refusal(
                    Status.UNKNOWN_JOB,
                    RETRY_AFTER_MILLIS,
                    "this shard has not been told of job " + number + ": is the controller connected to it?");
        }
        return job;
    }

    /** The checks that each request passes, HELLO excepted. */
    void requirePermission(Call call) throws Refusal {
        Principal principal = call.session().principal();
        if (principal == null) {
            throw new Refusal(Status.UNAUTHENTICATED, "say HELLO first");
        }
        if (call.epochMillis() / MILLIS_PER_SECOND >= principal.expiresAtEpochSeconds()) {
            throw new Refusal(Status.UNAUTHENTICATED, "the token has expired: ask the controller for a new one");
        }
        Role role = principal.role();
        if (!mayAsk(role, call.opcode())) {
            throw new Refusal(Status.FORBIDDEN, "a " + role + " may not ask for " + call.opcode());
        }
        if (role == Role.CLIENT) {
            requireClientPermission(call, principal);
        }
    }

    private void requireClientPermission(Call call, Principal principal) throws Refusal {
        JobState job = requireJob(principal.jobNumber());
        int needed = neededPermission(call.opcode());
        if ((principal.permissions() & needed) != needed) {
            throw new Refusal(Status.FORBIDDEN, "the token does not permit " + call.opcode());
        }
        UploadState upload = state.upload(call.session().uploadId());
        if (upload != null) {
            state.heard(upload, call.nowMillis());
        }
        if (needed != 0) {
            // What needs no permission keeps a session alive and the map fresh: rule 8 leaves that free.
            job.traffic().charge(job.terms(), call.nowNanos());
        }
    }

    /** A claim hides an object from other consumers, so {@link Queries} asks for WRITE on top. */
    private static int neededPermission(Opcode opcode) {
        return switch (opcode) {
            case COMMIT, DELETE, RENAME, APPEND, CLAIM_END, BUCKET_CREATE, BUCKET_DELETE -> JobToken.WRITE;
            case LOOKUP, STAT, LIST, COUNT, AWAIT_COUNT, FOLLOW, BUCKET_LIST, BUCKET_OPEN -> JobToken.READ;
            default -> 0;
        };
    }

    private static boolean mayAsk(Role role, Opcode opcode) {
        return switch (opcode) {
            case HELLO, PING -> true;
            case COMMIT,
                    LOOKUP,
                    STAT,
                    DELETE,
                    RENAME,
                    LIST,
                    COUNT,
                    CLAIM_END,
                    BUCKET_CREATE,
                    BUCKET_DELETE,
                    BUCKET_OPEN,
                    BUCKET_LIST,
                    AWAIT_COUNT,
                    APPEND,
                    FOLLOW,
                    BATCH,
                    RENEW,
                    WEIGHT_MAP -> role == Role.CLIENT;
            case FREES, AUDIT -> role == Role.NODE;
            case JOB_PUT, NODES_PUT, SHARDS_PUT, DROP_JOB -> role == Role.CONTROLLER;
            case SHARD_STAT, JOB_USAGE -> role == Role.CONTROLLER || role == Role.MONITOR;
            case WRITE, READ, DISCARD, NODE_STAT, JOB_GRANT, DRAIN -> false;
        };
    }
}
