package io.pocket.metadata.core;

import io.pocket.metadata.record.JobDropped;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.metadata.record.ShardsStored;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.ShardStatReply;
import io.pocket.protocol.message.ShardsPut;

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
        if (known == null || isNews(known.terms(), request)) {
            writer.execute(new JobStored(call.nowMillis(), request));
        }
        call.reply(state, new Empty());
    }

    /** An older weight map than the known one is a late push. */
    private static boolean isNews(JobPut known, JobPut pushed) {
        return pushed.weightMap().epoch() >= known.weightMap().epoch() && !pushed.equals(known);
    }

    void putNodes(Call call, NodesPut request) throws Refusal {
        for (NodeEntry node : request.nodes()) {
            if (!node.equals(state.nodes().get(node.nodeId()))) {
                writer.execute(new NodeStored(call.nowMillis(), node));
            }
        }
        call.reply(state, new Empty());
    }

    void putShards(Call call, ShardsPut request) throws Refusal {
        if (!request.equals(state.shards())) {
            writer.execute(new ShardsStored(call.nowMillis(), request));
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
