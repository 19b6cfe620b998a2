package io.pocket.control.shard;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives running jobs that have fewer shards than they may have the shards that are there now, each second.
 *
 * <p>A shard is told of the job first, and is one of the job's only from when it has acknowledged that: a job's first shard learns of
 * the others with every push, for whatever reason, and places buckets there that stay for life. What a shard refuses it is offered
 * again in the next round, and so is everything after a restart of the controller, which keeps no offers.
 */
@Component
final class JobSpreader {

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** Completes when the shard knows the job. No more than there are jobs for each shard. */
    private final Map<Offer, CompletableFuture<Void>> offers = new HashMap<>();

    JobSpreader(ClusterLedger ledger, Pusher pusher) {
        this.ledger = ledger;
        this.pusher = pusher;
    }

    /** A job that a shard may take new buckets of. */
    private record Offer(long job, int shard) {

        /** The job may have been dropped since the offer was made, or have got another shard. */
        boolean isOpen(ClusterState state) {
            Job known = state.jobs().get(job);
            return known != null && known.takesShard(shard);
        }
    }

    /** On a thread that may wait for the ledger, which the pusher's must not. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void spread() {
        if (oneAtATime.tryLock()) {
            try {
                keepAcknowledged();
                offers.values().removeIf(CompletableFuture::isDone);
                offer(ledger.state());
            } finally {
                oneAtATime.unlock();
            }
        }
    }

    private void keepAcknowledged() {
        Map<Integer, List<Offer>> byShard = offers.entrySet().stream()
                .filter(entry -> entry.getValue().isDone() && !entry.getValue().isCompletedExceptionally())
                .map(Map.Entry::getKey)
                .collect(Collectors.groupingBy(Offer::shard));
        Set<Long> jobs = new TreeSet<>();
        byShard.values().forEach(ofOneShard -> jobs.addAll(ledger.change(state -> keep(ofOneShard, state))));
        jobs.forEach(pusher::jobSpread);
    }

    /** Of one shard, so that no two of the offers are for the same job, which may have room for one shard only. */
    private static Change<List<Long>> keep(List<Offer> ofOneShard, ClusterState state) {
        List<Offer> open =
                ofOneShard.stream().filter(offer -> offer.isOpen(state)).toList();
        List<ClusterEvent> events = new ArrayList<>();
        open.forEach(offer -> events.add(new ClusterEvent.JobSpread(offer.job(), offer.shard())));
        return new Change<>(events, open.stream().map(Offer::job).toList());
    }

    private void offer(ClusterState state) {
        offers.keySet().removeIf(offer -> !offer.isOpen(state));
        state.shards().keySet().stream()
                .filter(shard -> pusher.reachability(PeerId.shard(shard)) == Reachability.UP)
                .forEach(shard -> state.jobs().values().stream()
                        .filter(job -> job.takesShard(shard))
                        .forEach(job -> offers.computeIfAbsent(
                                new Offer(job.number(), shard), offer -> pusher.jobOffered(offer.job(), shard))));
    }
}
