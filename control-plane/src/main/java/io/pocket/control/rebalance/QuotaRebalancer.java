package io.pocket.control.rebalance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.job.QuotaProperties;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.quota.ShardShare;
import io.pocket.protocol.message.JobUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Splits quotas over shards anew, each second, where that is worth it.
 *
 * <p>Shares are in the ledger before any shard hears of them. First the smaller of old and new shares are kept and pushed; only when
 * all shards of the job have acknowledged those, the new ones are. So whatever fails in between, and whoever restarts, all shards
 * together allow the quota at most. After a restart of the controller nothing grows before the shards have acknowledged what the
 * ledger says.
 */
@Component
final class QuotaRebalancer {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaRebalancer.class);

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final QuotaProperties properties;
    private final Counter rebalances;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final UsageHistory history = new UsageHistory();

    /** By job: completes when all its shards have acknowledged the shares in the ledger. */
    private final Map<Long, CompletableFuture<Void>> acknowledged = new HashMap<>();

    QuotaRebalancer(ClusterLedger ledger, Pusher pusher, QuotaProperties properties, MeterRegistry registry) {
        this.ledger = ledger;
        this.pusher = pusher;
        this.properties = properties;
        this.rebalances = ControllerMeter.REBALANCES.counter(registry);
    }

    /** A plan for one job. */
    private record Plan(Job job, List<ShardShare> shares) {

        /** The job may have been dropped since the plan was made, or planned anew. */
        boolean isUpToDate(ClusterState state) {
            Job known = state.jobs().get(job.number());
            return known != null
                    && known.terms().shardShares().equals(job.terms().shardShares());
        }

        List<ShardShare> lesser() {
            return IntStream.range(0, shares.size())
                    .mapToObj(i -> shares.get(i)
                            .lesser(job.terms().shardShare(shares.get(i).shard())))
                    .toList();
        }
    }

    /** At a fixed rate on a thread of its own: waiting for shards must not hold up what else is scheduled. */
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
    void rebalance() {
        if (oneAtATime.tryLock()) {
            try {
                rebalanceOnce();
            } finally {
                oneAtATime.unlock();
            }
        }
    }

    private void rebalanceOnce() {
        List<Job> jobs = ledger.state().jobs().values().stream()
                .filter(QuotaRebalancer::isShared)
                .toList();
        Set<Long> numbers = new HashSet<>();
        jobs.forEach(job -> numbers.add(job.number()));
        history.retainJobs(numbers);
        acknowledged.keySet().retainAll(numbers);
        if (!jobs.isEmpty()) {
            List<Plan> plans = plans(jobs).stream().filter(this::mayMove).toList();
            grow(shrink(plans));
        }
    }

    private static boolean isShared(Job job) {
        return job.confirmed()
                && job.terms().quotas().concernShards()
                && job.placement().shards().size() > 1;
    }

    private List<Plan> plans(List<Job> jobs) {
        Map<Integer, Map<Long, JobUsage>> usage = usageByShard(jobs);
        long nowNanos = System.nanoTime();
        List<Plan> plans = new ArrayList<>();
        for (Job job : jobs) {
            plan(job, usage, nowNanos).ifPresent(plans::add);
        }
        return plans;
    }

    private Optional<Plan> plan(Job job, Map<Integer, Map<Long, JobUsage>> usage, long nowNanos) {
        List<ShardUse> uses = new ArrayList<>();
        for (int shard : job.placement().shards()) {
            JobUsage told = usage.getOrDefault(shard, Map.of()).get(job.number());
            if (told != null) {
                history.add(shard, told, nowNanos).ifPresent(uses::add);
            }
        }
        if (uses.size() < job.placement().shards().size()) {
            return Optional.empty();
        }
        List<ShardShare> now =
                job.placement().shards().stream().map(job.terms()::shardShare).toList();
        return QuotaPlan.of(job.terms().quotas(), now, uses).map(shares -> new Plan(job, shares));
    }

    private Map<Integer, Map<Long, JobUsage>> usageByShard(List<Job> jobs) {
        Map<Integer, NavigableSet<Long>> wanted = new HashMap<>();
        for (Job job : jobs) {
            job.placement()
                    .shards()
                    .forEach(shard -> wanted.computeIfAbsent(shard, absent -> new TreeSet<>())
                            .add(job.number()));
        }
        Map<Integer, CompletableFuture<Map<Long, JobUsage>>> asked = new HashMap<>();
        wanted.forEach((shard, numbers) ->
                asked.put(shard, UsageReader.read(pusher, PeerId.shard(shard), numbers, properties.usageTimeout())));
        awaitAll(asked.values(), properties.usageTimeout());
        Map<Integer, Map<Long, JobUsage>> usage = new HashMap<>();
        asked.forEach((shard, answer) -> {
            if (hasSucceeded(answer)) {
                usage.put(shard, answer.join());
            }
        });
        return usage;
    }

    /** Nothing moves while it is not known what the shards hold the job to. */
    private boolean mayMove(Plan plan) {
        CompletableFuture<Void> last = acknowledged.get(plan.job().number());
        if (last == null || last.isCompletedExceptionally()) {
            tell(plan.job());
            return false;
        }
        return last.isDone();
    }

    private void tell(Job job) {
        acknowledged.put(job.number(), pusher.sharesMoved(job));
    }

    /** Returns the plans whose shards have given up what others are to get. */
    private List<Plan> shrink(List<Plan> plans) {
        List<Plan> begun =
                keep(plans.stream().map(plan -> new Step(plan, plan.lesser())).toList());
        begun.forEach(plan -> tell(plan.job()));
        awaitAll(
                begun.stream()
                        .map(plan -> acknowledged.get(plan.job().number()))
                        .toList(),
                properties.acknowledgeTimeout());
        return begun.stream()
                .filter(plan -> hasSucceeded(acknowledged.get(plan.job().number())))
                .toList();
    }

    private void grow(List<Plan> plans) {
        for (Plan plan :
                keep(plans.stream().map(plan -> new Step(plan, plan.shares())).toList())) {
            tell(plan.job());
            rebalances.increment();
            LOG.debug("{} has its quotas split anew: {}", plan.job().id(), plan.shares());
        }
    }

    /** Shares to be put in the ledger on the way to a plan. */
    private record Step(Plan plan, List<ShardShare> shares) {}

    /** Returns the plans of the steps that were taken, as of after them. */
    private List<Plan> keep(List<Step> steps) {
        if (steps.isEmpty()) {
            return List.of();
        }
        return ledger.change(state -> {
            List<ClusterEvent> events = new ArrayList<>();
            List<Step> taken =
                    steps.stream().filter(step -> step.plan().isUpToDate(state)).toList();
            taken.forEach(step ->
                    events.add(new ClusterEvent.SharesMoved(step.plan().job().number(), step.shares())));
            return new Change<>(
                    events,
                    taken.stream()
                            .map(step -> new Plan(
                                    step.plan().job().withShardShares(step.shares()),
                                    step.plan().shares()))
                            .toList());
        });
    }

    private static <T> boolean hasSucceeded(CompletableFuture<T> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    /** Waits until all have ended, in whatever way, or the time is over. */
    private static <T> void awaitAll(Iterable<CompletableFuture<T>> futures, Duration timeout) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        futures.forEach(all::add);
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("not every shard answered: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
