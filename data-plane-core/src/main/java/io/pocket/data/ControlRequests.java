package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.ShardsPut;

/** What the controller pushes, and what services ask. */
final class ControlRequests {

    private final NodeCore core;
    private final ChunkStore store;
    private final ChunkIndex chunks;
    private final Access access;
    private final Answers answers;

    ControlRequests(NodeCore core, ChunkStore store, ChunkIndex chunks, Access access, Answers answers) {
        this.core = core;
        this.store = store;
        this.chunks = chunks;
        this.access = access;
        this.answers = answers;
    }

    void jobGrant(NodeSession session, long requestId, JobGrant grant) {
        if (!access.isController(session, Opcode.JOB_GRANT, requestId)) {
            return;
        }
        long others = guaranteedToOthers(grant.job());
        if (!core.mayServe(grant.job())) {
            answers.dropped(session, Opcode.JOB_GRANT, requestId, grant.job());
        } else if (grant.guaranteedBytes() > store.capacityBytes() - others) {
            String detail = "cannot guarantee " + grant.guaranteedBytes() + " bytes to job " + grant.job() + ": "
                    + others + " of " + store.capacityBytes() + " are promised to others";
            answers.full(session, Opcode.JOB_GRANT, requestId, detail);
        } else {
            chunks.grant(grant.job(), grant.guaranteedBytes(), grant.limitBytes());
            answers.ok(session, Opcode.JOB_GRANT, requestId, Answers.EMPTY);
        }
    }

    private long guaranteedToOthers(long job) {
        JobAccount account = chunks.account(job);
        return chunks.guaranteedBytes() - (account == null ? 0 : account.guaranteedBytes());
    }

    void dropJob(NodeSession session, long requestId, DropJob drop) {
        if (access.isController(session, Opcode.DROP_JOB, requestId)) {
            answers.ok(session, Opcode.DROP_JOB, requestId, core.dropJob(drop.job(), drop.untilEpochSeconds()));
        }
    }

    void drain(NodeSession session, long requestId, Drain drain) {
        if (access.isController(session, Opcode.DRAIN, requestId)) {
            core.drain(drain.draining());
            answers.ok(session, Opcode.DRAIN, requestId, Answers.EMPTY);
        }
    }

    void shardsPut(NodeSession session, long requestId, ShardsPut put, long nowNanos) {
        if (access.isController(session, Opcode.SHARDS_PUT, requestId)) {
            core.shards(put.shards(), nowNanos);
            answers.ok(session, Opcode.SHARDS_PUT, requestId, Answers.EMPTY);
        }
    }

    void nodeStat(NodeSession session, long requestId) {
        if (access.isService(session, Opcode.NODE_STAT, requestId)) {
            answers.ok(session, Opcode.NODE_STAT, requestId, core.stat());
        }
    }
}
