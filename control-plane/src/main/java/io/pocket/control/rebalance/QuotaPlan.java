package io.pocket.control.rebalance;

import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShardShare;
import io.pocket.control.quota.ShareSplit;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Decides whether the quotas of a job should be split anew, and how. A pure function.
 *
 * <p>A quota is split anew when a shard that is being used has come so near to its share that the new one leaves it at least twice
 * the room; small changes of a rate are not worth a push. What a shard of an idle job has stays where it is. Whatever is used, shares
 * that do not add up to the quota are replaced.
 */
final class QuotaPlan {

    /** A share of a rate, which is never measured twice the same, must grow by at least one in so many. */
    private static final int RATE_GROWTH_DIVISOR = 8;

    private final List<ShardShare> now;
    private final List<ShardShare> next;
    private final List<ShardUse> uses;

    private QuotaPlan(List<ShardShare> now, List<ShardShare> next, List<ShardUse> uses) {
        this.now = now;
        this.next = next;
        this.uses = uses;
    }

    /**
     * Makes a plan.
     *
     * @param now the shares in force, one for each of the uses, in their order
     * @return the new shares in the same order; empty if the present ones may stay
     */
    static Optional<List<ShardShare>> of(Quotas quotas, List<ShardShare> now, List<ShardUse> uses) {
        List<ShardShare> next =
                ShareSplit.ofShards(quotas, uses.stream().map(ShardUse::used).toList());
        List<ShardShare> plan = new QuotaPlan(now, next, uses).shares();
        return plan.equals(now) ? Optional.empty() : Optional.of(plan);
    }

    private List<ShardShare> shares() {
        List<ShardShare> objects = better(ShardShare::objects, false);
        List<ShardShare> inlineBytes = better(ShardShare::inlineBytes, false);
        List<ShardShare> operations = better(ShardShare::operationsPerSecond, true);
        List<ShardShare> connections = better(ShardShare::connections, false);
        return IntStream.range(0, now.size())
                .mapToObj(i -> new ShardShare(
                        now.get(i).shard(),
                        objects.get(i).objects(),
                        inlineBytes.get(i).inlineBytes(),
                        operations.get(i).operationsPerSecond(),
                        connections.get(i).connections()))
                .toList();
    }

    /** The shares that one figure is to be taken from. */
    private List<ShardShare> better(ToLongFunction<ShardShare> figure, boolean isRate) {
        // Less in force than there is: a former plan was not carried out to the end. More: a shard was added, with the
        // least of its own.
        boolean isOff = sum(figure, now) != sum(figure, next);
        return isOff || IntStream.range(0, now.size()).anyMatch(i -> isShort(figure, isRate, i)) ? next : now;
    }

    private static long sum(ToLongFunction<ShardShare> figure, List<ShardShare> shares) {
        return shares.stream().mapToLong(figure).sum();
    }

    private boolean isShort(ToLongFunction<ShardShare> figure, boolean isRate, int i) {
        long used = figure.applyAsLong(uses.get(i).used());
        long share = figure.applyAsLong(now.get(i));
        long better = figure.applyAsLong(next.get(i));
        long leastGrowth = isRate ? Math.max(1, share / RATE_GROWTH_DIVISOR) : 1;
        return uses.get(i).active() && better - share >= leastGrowth && 2 * (share - used) <= better - used;
    }
}
