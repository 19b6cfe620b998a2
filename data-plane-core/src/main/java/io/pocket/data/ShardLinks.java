package io.pocket.data;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node's conversations with the shards: it pulls frees, acknowledging the former batch with each request, and asks,
 * slowly, about chunks it has held for long (rule 3).
 */
final class ShardLinks {

    /** Slots looked at for one batch of an audit: bounds the time of a tick. */
    private static final int AUDIT_SCAN_MAX = 16_384;

    private final NodeCore core;
    private final NodeConfig config;
    private final ChunkIndex chunks;
    private final ShardPort port;
    private final NodeCounters counters;
    /** In order of ids, so that a simulated run repeats. */
    private final Map<Integer, ShardLink> links = new TreeMap<>();

    ShardLinks(NodeCore core, NodeConfig config, ChunkIndex chunks, ShardPort port, NodeCounters counters) {
        this.core = core;
        this.config = config;
        this.chunks = chunks;
        this.port = port;
        this.counters = counters;
    }

    void update(List<ShardEntry> shards, long nowNanos) {
        links.keySet().removeIf(id -> shards.stream().noneMatch(shard -> shard.shardId() == id));
        for (ShardEntry shard : shards) {
            ShardLink link = links.get(shard.shardId());
            if (link == null) {
                links.put(shard.shardId(), new ShardLink(shard, nowNanos));
            } else {
                link.update(shard);
            }
        }
        port.shards(shards);
    }

    List<ShardEntry> entries() {
        return links.values().stream().map(ShardLink::entry).toList();
    }

    void connected(int shardId, long nowNanos) {
        ShardLink link = links.get(shardId);
        if (link != null) {
            link.connected(nowNanos);
            advance(link, nowNanos);
        }
    }

    void disconnected(int shardId) {
        ShardLink link = links.get(shardId);
        if (link != null) {
            link.disconnected();
        }
    }

    void tick(long nowNanos) {
        for (ShardLink link : links.values()) {
            advance(link, nowNanos);
        }
    }

    void onReply(int shardId, Request request, Status status, Response reply, long nowNanos) {
        ShardLink link = links.get(shardId);
        if (link == null) {
            return;
        }
        if (request instanceof Audit audit) {
            onAuditReply(link, audit, status, reply, nowNanos);
        } else if (request instanceof Frees) {
            onFreesReply(link, status, reply, nowNanos);
        }
        advance(link, nowNanos);
    }

    private void advance(ShardLink link, long nowNanos) {
        if (link.isFreesDue(nowNanos)) {
            askFrees(link);
        }
        if (link.isAuditDue(nowNanos)) {
            askAudit(link, nowNanos);
        }
    }

    private void askFrees(ShardLink link) {
        link.freesAsked();
        Frees frees = new Frees(
                config.nodeId(),
                core.incarnation(),
                link.acknowledgedLogId(),
                link.acknowledgedUpTo(),
                (int) config.frees().park().toMillis(),
                config.frees().batchMax());
        port.send(link.shardId(), frees);
    }

    private void onFreesReply(ShardLink link, Status status, Response reply, long nowNanos) {
        boolean usable = status == Status.OK
                && reply instanceof FreesReply frees
                && isBelieved(link, frees.logId(), frees.epoch());
        if (!usable) {
            link.freesAnswered(nowNanos + config.frees().retryAfter().toNanos());
            return;
        }
        FreesReply frees = (FreesReply) reply;
        for (Tombstone tombstone : frees.tombstones()) {
            core.dropJob(tombstone.job(), tombstone.untilEpochSeconds());
        }
        for (ChunkId chunk : frees.chunks()) {
            free(link, chunk);
        }
        link.acknowledge(frees.logId(), frees.upTo());
        link.freesAnswered(nowNanos);
    }

    private void askAudit(ShardLink link, long nowNanos) {
        List<ChunkId> batch = new ArrayList<>();
        int next = collect(link, batch, nowNanos);
        link.auditCursor(next == ChunkIndex.NONE ? 0 : next);
        if (batch.isEmpty()) {
            link.auditDue(nowNanos + pauseAfter(next));
            return;
        }
        link.auditAsked();
        counters.add(NodeCounter.AUDITED, batch.size());
        port.send(link.shardId(), new Audit(config.nodeId(), core.incarnation(), batch));
    }

    /** Collects old chunks of the shard; returns the slot to go on with, {@link ChunkIndex#NONE} at the end of the pass. */
    private int collect(ShardLink link, List<ChunkId> batch, long nowNanos) {
        int slot = chunks.nextSlot(link.auditCursor());
        for (int seen = 0; slot != ChunkIndex.NONE && seen < AUDIT_SCAN_MAX; seen++) {
            if (isToBeAudited(slot, link, nowNanos)) {
                batch.add(new ChunkId(chunks.uploadId(slot), chunks.sequence(slot)));
            }
            slot = chunks.nextSlot(slot + 1);
            if (batch.size() == config.audit().batchMax()) {
                break;
            }
        }
        return slot;
    }

    private boolean isToBeAudited(int slot, ShardLink link, long nowNanos) {
        return chunks.state(slot) != ChunkState.FREED
                && UploadId.shardId(chunks.uploadId(slot)) == link.shardId()
                && nowNanos - chunks.createdNanos(slot) >= config.audit().age().toNanos();
    }

    private void onAuditReply(ShardLink link, Audit audit, Status status, Response reply, long nowNanos) {
        boolean passEnded = link.auditCursor() == 0;
        link.auditDue(nowNanos + pauseAfter(passEnded ? ChunkIndex.NONE : link.auditCursor()));
        if (status == Status.OK
                && reply instanceof AuditReply answer
                && isBelieved(link, answer.logId(), answer.epoch())) {
            freeWhatIsFree(link, audit, answer);
        }
    }

    private void freeWhatIsFree(ShardLink link, Audit audit, AuditReply answer) {
        int bits = Math.min(audit.chunks().size(), answer.freeBits().length() * Byte.SIZE);
        for (int i = 0; i < bits; i++) {
            if ((answer.freeBits().get(i >> 3) >> (i & 7) & 1) != 0) {
                free(link, audit.chunks().get(i));
            }
        }
    }

    private long pauseAfter(int nextSlot) {
        return (nextSlot == ChunkIndex.NONE
                        ? config.audit().interval()
                        : config.audit().pause())
                .toNanos();
    }

    private boolean isBelieved(ShardLink link, long logId, long epoch) {
        if (!core.mayBelieve(link.logId(), link.epoch(), logId, epoch)) {
            return false;
        }
        if (epoch > link.epoch()) {
            link.raiseEpoch(epoch);
        }
        return true;
    }

    private void free(ShardLink link, ChunkId chunk) {
        int slot = chunks.find(chunk.upload(), chunk.sequence());
        if (slot != ChunkIndex.NONE && core.mayFree(link.shardId(), chunk.upload())) {
            core.freeChunk(slot);
            counters.add(NodeCounter.FREED, 1);
        }
    }
}
