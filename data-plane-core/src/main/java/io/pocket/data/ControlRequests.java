package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.ShardsPut;

/** What the controller pushes, and what services ask. */
final class ControlRequests {

    private final NodeCore core;
    private final UsageReport usage;
    private final Access access;
    private final Answers answers;

    ControlRequests(NodeCore core, UsageReport usage, Access access, Answers answers) {
        this.core = core;
        this.usage = usage;
        this.access = access;
        this.answers = answers;
    }

    void jobGrant(NodeSession session, long requestId, JobGrant grant) {
        if (!access.isController(session, Opcode.JOB_GRANT, requestId)) {
            return;
        }
        if (!core.mayServe(grant.job())) {
            answers.dropped(session, Opcode.JOB_GRANT, requestId, grant.job());
        } else if (core.grant(grant)) {
            answers.ok(session, Opcode.JOB_GRANT, requestId, Answers.EMPTY);
        } else {
            String detail = "cannot guarantee " + grant.guaranteedBytes() + " bytes to job " + grant.job()
                    + ": the rest of " + core.stat().capacityBytes() + " is promised to others";
            answers.full(session, Opcode.JOB_GRANT, requestId, detail);
        }
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

    void jobUsage(NodeSession session, long requestId, JobUsageGet get) {
        if (!access.isService(session, Opcode.JOB_USAGE, requestId)) {
            return;
        }
        if (get.limit() < 1 || get.limit() > JobUsageGet.MAX_LIMIT) {
            String detail = "limit " + get.limit() + " is not within 1.." + JobUsageGet.MAX_LIMIT;
            answers.refuse(session, Opcode.JOB_USAGE, requestId, Status.INVALID_ARGUMENT, detail);
        } else {
            answers.ok(session, Opcode.JOB_USAGE, requestId, usage.page(get));
        }
    }

    void nodeStat(NodeSession session, long requestId) {
        if (access.isService(session, Opcode.NODE_STAT, requestId)) {
            answers.ok(session, Opcode.NODE_STAT, requestId, core.stat());
        }
    }
}
