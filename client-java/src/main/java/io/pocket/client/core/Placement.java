package io.pocket.client.core;

import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * Which node takes the next chunk: a draw with probability weight / sum of weights, in integers, so that no rounding can leave a
 * gap. First among members of the first tier, then among those of that tier that are for spill only (weight 0, each as likely as
 * the other), then the next tier in the job's order.
 */
public final class Placement {
    private Placement() {}

    /**
     * Draws a member.
     *
     * @param usable members that have not refused this chunk
     * @param tickets gives a number from 0 to its argument - 1, each as likely as the other
     * @return null when no member of the map is usable
     */
    public static WeightMap.Member draw(WeightMap map, Predicate<WeightMap.Member> usable, LongUnaryOperator tickets) {
        for (Tier tier : map.tierOrder()) {
            Predicate<WeightMap.Member> ofTier = member -> member.tier() == tier && usable.test(member);
            WeightMap.Member weighted = drawWeighted(map, ofTier, tickets);
            if (weighted != null) {
                return weighted;
            }
            WeightMap.Member spill = drawEvenly(map, ofTier, tickets);
            if (spill != null) {
                return spill;
            }
        }
        return null;
    }

    private static WeightMap.Member drawWeighted(
            WeightMap map, Predicate<WeightMap.Member> usable, LongUnaryOperator tickets) {
        long sum = 0;
        for (WeightMap.Member member : map.members()) {
            sum += usable.test(member) ? member.weight() : 0;
        }
        if (sum == 0) {
            return null;
        }
        long ticket = tickets.applyAsLong(sum);
        for (WeightMap.Member member : map.members()) {
            if (usable.test(member)) {
                ticket -= member.weight();
                if (ticket < 0) {
                    return member;
                }
            }
        }
        throw new IllegalStateException("weights changed during a draw");
    }

    private static WeightMap.Member drawEvenly(
            WeightMap map, Predicate<WeightMap.Member> usable, LongUnaryOperator tickets) {
        long count = map.members().stream().filter(usable).count();
        return count == 0
                ? null
                : map.members().stream()
                        .filter(usable)
                        .skip(tickets.applyAsLong(count))
                        .findFirst()
                        .orElseThrow();
    }
}
