package io.pocket.control.job;

import io.pocket.control.cluster.Tombstone;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.protocol.message.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Which peers have acknowledged which drop. A tombstone must not be forgotten before every shard has heard of it: a shard that was
 * down would keep the job's names for ever. Thread-safe.
 */
@Component
final class DropReceipts {
    private final Pusher pusher;
    private final Map<Long, Map<PeerId, CompletableFuture<Response>>> byJob = new ConcurrentHashMap<>();

    DropReceipts(Pusher pusher) {
        this.pusher = pusher;
    }

    /** Has everybody told of the drop; the acknowledgements by peer, without a deadline of their own. */
    Map<PeerId, CompletableFuture<Response>> tell(Tombstone tombstone) {
        Map<PeerId, CompletableFuture<Response>> receipts = pusher.jobDropped(tombstone);
        byJob.put(tombstone.job(), receipts);
        return receipts;
    }

    /** Whether every shard has acknowledged. Tells again where that was refused, or where a former process did the telling. */
    boolean isToldToShards(Tombstone tombstone) {
        Map<PeerId, CompletableFuture<Response>> receipts = byJob.get(tombstone.job());
        if (receipts == null || receipts.values().stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
            receipts = tell(tombstone);
        }
        return receipts.entrySet().stream()
                .filter(receipt -> receipt.getKey().isShard())
                .allMatch(receipt -> receipt.getValue().isDone());
    }

    void forget(long job) {
        byJob.remove(job);
    }
}
