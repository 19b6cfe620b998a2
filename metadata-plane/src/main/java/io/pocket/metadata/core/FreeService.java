package io.pocket.metadata.core;

import io.pocket.metadata.core.NodeTable.NodeKey;
import io.pocket.metadata.record.FreesAcknowledged;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.Tombstone;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What nodes ask: which chunks are free (rules 2, 3 and 7). */
final class FreeService {
    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final List<Waiting> waiting = new ArrayList<>();

    /** A FREES request with nothing to tell yet. */
    private record Waiting(Call call, Frees request, long untilNanos) {}

    FreeService(ShardConfig config, ShardState state, StateWriter writer, ShardRules rules) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
    }

    void frees(Call call, Frees request) throws Refusal {
        requireSelf(call, request.nodeId());
        if (request.maxChunks() < 1 || request.maxChunks() > Frees.MAX_CHUNKS) {
            throw new Refusal(Status.INVALID_ARGUMENT, "maxChunks is not within 1.." + Frees.MAX_CHUNKS);
        }
        acknowledge(call, request);
        if (answerIfAny(call, request)) {
            return;
        }
        if (waiting.size() >= config.maxParked()) {
            answer(call, request);
            return;
        }
        long waitMillis = Math.min(request.waitMillis(), config.maxParkMillis());
        waiting.add(new Waiting(call, request, call.nowNanos() + waitMillis * 1_000_000L));
    }

    private static void requireSelf(Call call, int nodeId) throws Refusal {
        int proven = call.session().principal().serviceId();
        if (proven != 0 && proven != nodeId) {
            throw new Refusal(Status.FORBIDDEN, "node " + proven + " may not speak for node " + nodeId);
        }
    }

    private void acknowledge(Call call, Frees request) throws Refusal {
        FreeQueue queue = queue(request);
        if (queue == null) {
            return;
        }
        long upTo = rules.acknowledgedUpTo(config.logId(), queue, request);
        if (upTo >= queue.firstSequence()) {
            writer.execute(new FreesAcknowledged(call.nowMillis(), request.nodeId(), request.incarnation(), upTo));
        }
    }

    private FreeQueue queue(Frees request) {
        return state.nodes().queue(new NodeKey(request.nodeId(), request.incarnation()));
    }

    private boolean answerIfAny(Call call, Frees request) {
        FreeQueue queue = queue(request);
        boolean any = queue != null && !queue.isEmpty();
        boolean tombstones = state.tombstones().counter() > call.session().tombstonesTold();
        if (any || tombstones) {
            answer(call, request);
            return true;
        }
        return false;
    }

    private void answer(Call call, Frees request) {
        FreeQueue queue = queue(request);
        List<ChunkId> chunks = queue == null ? List.of() : queue.head(request.maxChunks());
        long upTo = queue == null ? 0 : queue.firstSequence() + chunks.size() - 1;
        call.reply(state, new FreesReply(config.logId(), config.epoch(), upTo, chunks, newTombstones(call)));
    }

    private List<Tombstone> newTombstones(Call call) {
        ShardSession session = call.session();
        List<Tombstone> tombstones =
                rules.tombstonesToTell(state.tombstones(), session.tombstonesTold(), FreesReply.MAX_TOMBSTONES);
        boolean all = tombstones.size() < FreesReply.MAX_TOMBSTONES;
        session.setTombstonesTold(
                all
                        ? state.tombstones().counter()
                        : state.tombstones().sequence(tombstones.getLast().job()));
        return tombstones;
    }

    /** Once an iteration: answers those that wait and for whom there is something by now, or whose time is over. */
    void answerWaiting(long nowNanos) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (next.call().session().isClosed() || answerIfAny(next.call(), next.request())) {
                each.remove();
            } else if (next.untilNanos() - nowNanos <= 0) {
                each.remove();
                answer(next.call(), next.request());
            }
        }
    }

    /** Driver time at which the next waiting request's time is over, {@link Long#MAX_VALUE} for none. */
    long nextNanos() {
        long next = Long.MAX_VALUE;
        for (Waiting each : waiting) {
            next = Math.min(next, each.untilNanos());
        }
        return next;
    }

    int waiting() {
        return waiting.size();
    }

    void audit(Call call, Audit request) throws Refusal {
        requireSelf(call, request.nodeId());
        byte[] bits = new byte[(request.chunks().size() + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < request.chunks().size(); i++) {
            if (isFree(request.chunks().get(i))) {
                bits[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
            }
        }
        call.reply(state, new AuditReply(config.logId(), config.epoch(), Bytes.wrap(bits)));
    }

    private boolean isFree(ChunkId chunk) throws Refusal {
        if (chunk.shardId() != config.shardId()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "chunk " + chunk + " belongs to shard " + chunk.shardId() + ": ask that one");
        }
        return rules.isFree(state.upload(chunk.upload()), chunk);
    }
}
