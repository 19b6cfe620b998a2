package io.pocket.metadata.core;

import io.pocket.metadata.record.JobDropped;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.ShardStatReply;

/** What the controller pushes. A push that changes nothing is not logged, for the controller pushes all of it after each reconnect. */
final class ControlRequests {
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;

    ControlRequests(ShardState state, StateWriter writer, ShardRules rules) {
        this.state = state;
        this.writer = writer;
        this.rules = rules;
    }

    void putJob(Call call, JobPut request) throws Refusal {
        if (rules.isDropped(state.tombstones(), request.job())) {
            throw new Refusal(Status.JOB_DROPPED, "job " + request.job() + " was dropped");
        }
        JobState known = state.job(request.job());
        JobStored stored = stored(call, request);
        if (known == null || !isSame(known.stored(), stored)) {
            writer.execute(stored);
        }
        call.reply(state, new Empty());
    }

    private static JobStored stored(Call call, JobPut request) {
        return new JobStored(
                call.nowMillis(),
                request.job(),
                request.jobName(),
                request.quotaBytes(),
                request.quotaObjects(),
                request.quotaInlineBytes(),
                request.quotaOperationsPerSecond(),
                request.quotaConnections(),
                request.weightMap());
    }

    /** An older weight map than the known one is a late push and counts as the same. */
    private static boolean isSame(JobStored known, JobStored pushed) {
        if (pushed.weightMap().epoch() < known.weightMap().epoch()) {
            return true;
        }
        return known.jobName().equals(pushed.jobName())
                && known.quotaBytes() == pushed.quotaBytes()
                && known.quotaObjects() == pushed.quotaObjects()
                && known.quotaInlineBytes() == pushed.quotaInlineBytes()
                && known.quotaOperationsPerSecond() == pushed.quotaOperationsPerSecond()
                && known.quotaConnections() == pushed.quotaConnections()
                && known.weightMap().equals(pushed.weightMap());
    }

    void putNodes(Call call, NodesPut request) throws Refusal {
        for (NodeEntry node : request.nodes()) {
            if (!node.equals(state.nodes().get(node.nodeId()))) {
                writer.execute(new NodeStored(call.nowMillis(), node));
            }
        }
        call.reply(state, new Empty());
    }

    void dropJob(Call call, DropJob request) throws Refusal {
        JobState job = state.job(request.job());
        if (!state.tombstones().contains(request.job())) {
            writer.execute(new JobDropped(call.nowMillis(), request.job(), request.untilEpochSeconds()));
        }
        call.reply(state, job == null ? new DropReply(0, 0) : new DropReply(job.objects(), job.bytes()));
    }

    void stat(Call call, int parked, long journalBytes) {
        long objects = 0;
        long bytes = 0;
        for (JobState job : state.jobs().values()) {
            objects += job.objects();
            bytes += job.bytes();
        }
        call.reply(
                state,
                new ShardStatReply(
                        state.jobs().size(),
                        objects,
                        bytes,
                        state.inline().usedBytes(),
                        state.liveUploadCount(),
                        parked,
                        state.nodes().pendingFrees(),
                        journalBytes));
    }
}
