package io.pocket.control.quota;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Splits a quota over those that keep it. Pure functions.
 *
 * <p>The parts add up to the quota exactly, and each is at least 1, since 0 means "no bound" on the wire. A quota smaller than the
 * number of parts cannot be split so: then each is 1.
 */
public final class ShareSplit {

    private ShareSplit() {}

    /**
     * Gives everyone what it uses, and an equal part of what nobody uses. When more is used (or, of a rate, asked for) than there is,
     * everyone gets a part in proportion.
     *
     * @param quota at least 1
     * @param used what each uses, not negative
     */
    public static long[] byUse(long quota, long[] used) {
        long[] needed = Arrays.stream(used).map(use -> Math.max(1, use)).toArray();
        BigInteger neededInAll = sum(needed);
        return neededInAll.compareTo(BigInteger.valueOf(quota)) <= 0
                ? withEqualRest(quota, needed, neededInAll.longValueExact())
                : inProportion(quota, needed, neededInAll);
    }

    /**
     * Splits all quotas that shards keep.
     *
     * @param used what each shard uses of each, in the form of a share
     */
    public static List<ShardShare> ofShards(Quotas quotas, List<ShardShare> used) {
        long[] objects = part(quotas.objects(), used, ShardShare::objects);
        long[] inlineBytes = part(quotas.inlineBytes(), used, ShardShare::inlineBytes);
        long[] operations = part(quotas.operationsPerSecond(), used, ShardShare::operationsPerSecond);
        long[] connections = part(quotas.connections(), used, ShardShare::connections);
        return IntStream.range(0, used.size())
                .mapToObj(i -> new ShardShare(
                        used.get(i).shard(), objects[i], inlineBytes[i], (int) operations[i], (int) connections[i]))
                .toList();
    }

    private static long[] part(long quota, List<ShardShare> used, ToLongFunction<ShardShare> figure) {
        return quota == 0
                ? new long[used.size()]
                : byUse(quota, used.stream().mapToLong(figure).toArray());
    }

    private static long[] withEqualRest(long quota, long[] needed, long neededInAll) {
        long rest = (quota - neededInAll) / needed.length;
        long[] shares = Arrays.stream(needed).map(need -> need + rest).toArray();
        return withRemainder(quota, shares, needed);
    }

    private static long[] inProportion(long quota, long[] weights, BigInteger weightInAll) {
        long divisible = Math.max(0, quota - weights.length);
        long[] shares = Arrays.stream(weights)
                .map(weight -> 1 + part(divisible, weight, weightInAll))
                .toArray();
        return withRemainder(quota, shares, weights);
    }

    private static long part(long divisible, long weight, BigInteger weightInAll) {
        return BigInteger.valueOf(divisible)
                .multiply(BigInteger.valueOf(weight))
                .divide(weightInAll)
                .longValueExact();
    }

    /** What rounding left, less than one for each, goes to those with the greatest weight. */
    private static long[] withRemainder(long quota, long[] shares, long[] weights) {
        long left = quota - sum(shares).longValueExact();
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> weights[i]).reversed())
                .limit(Math.max(0, left))
                .forEach(i -> shares[i]++);
        return shares;
    }

    private static BigInteger sum(long[] values) {
        return Arrays.stream(values).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /**
     * A node among those that keep a byte quota.
     *
     * @param node node id
     * @param tier place of its tier in the job's order, from 0
     * @param weight of the client's draw; 0 for spill only
     * @param guaranteedBytes set aside for the job there
     * @param capacityBytes more than this it can never hold
     */
    public record Holder(int node, int tier, int weight, long guaranteedBytes, long capacityBytes) {}

    /**
     * Gives every node what is guaranteed to the job there, and then the rest tier by tier: within a tier by weight, as clients draw,
     * and no node more than it can hold.
     *
     * @param quota at least what is guaranteed in all
     * @param holders not empty
     */
    public static List<NodeShare> ofBytes(long quota, List<Holder> holders) {
        long[] shares = holders.stream()
                .mapToLong(holder -> Math.max(1, holder.guaranteedBytes()))
                .toArray();
        long left = quota - sum(shares).min(BigInteger.valueOf(quota)).longValueExact();
        int tiers = holders.stream().mapToInt(Holder::tier).max().orElseThrow() + 1;
        for (int tier = 0; tier < tiers && left > 0; tier++) {
            left = fill(tier, left, holders, shares);
        }
        shares[0] += left; // Beyond what all nodes can hold: nobody will ever use it.
        return IntStream.range(0, shares.length)
                .mapToObj(i -> new NodeShare(holders.get(i).node(), shares[i]))
                .toList();
    }

    /** Returns what does not fit into the tier. */
    private static long fill(int tier, long bytes, List<Holder> holders, long[] shares) {
        long left = bytes;
        int[] open = open(tier, holders, shares);
        while (left > 0 && open.length > 0) {
            left = pour(left, open, holders, shares);
            open = open(tier, holders, shares);
        }
        return left;
    }

    private static int[] open(int tier, List<Holder> holders, long[] shares) {
        return IntStream.range(0, shares.length)
                .filter(i -> holders.get(i).tier() == tier
                        && shares[i] < holders.get(i).capacityBytes())
                .toArray();
    }

    private static long pour(long bytes, int[] open, List<Holder> holders, long[] shares) {
        BigInteger weightInAll =
                sum(Arrays.stream(open).mapToLong(i -> weight(holders.get(i))).toArray());
        long left = bytes;
        for (int i : open) {
            Holder holder = holders.get(i);
            long wanted = Math.max(1, part(bytes, weight(holder), weightInAll));
            long taken = Math.min(left, Math.min(wanted, holder.capacityBytes() - shares[i]));
            shares[i] += taken;
            left -= taken;
        }
        return left;
    }

    /** Among nodes for spill only, each is as likely as the other. */
    private static long weight(Holder holder) {
        return Math.max(1, holder.weight());
    }
}
