package io.pocket.control.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShardShare;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotaPlanTest {

    private static final Quotas OBJECTS = new Quotas(0, 100, 0, 0, 0);

    private static ShardShare objects(int shard, long objects) {
        return new ShardShare(shard, objects, 0, 0, 0);
    }

    private static List<ShardShare> shares(long first, long second) {
        return List.of(objects(1, first), objects(2, second));
    }

    private static List<ShardUse> uses(long first, boolean firstActive, long second, boolean secondActive) {
        return List.of(new ShardUse(objects(1, first), firstActive), new ShardUse(objects(2, second), secondActive));
    }

    @Test
    void shouldGiveAShardAtItsShareWhatTheOtherDoesNotUse() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 50), uses(50, true, 0, false)))
                .contains(shares(75, 25));
    }

    @Test
    void shouldLeaveTheSharesOfAnIdleJobAlone() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 50), uses(50, false, 0, false)))
                .isEmpty();
    }

    @Test
    void shouldNotPushWhatIsHardlyBetter() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 50), uses(20, true, 15, true)))
                .isEmpty();
        Quotas rate = new Quotas(0, 0, 0, 100, 0);
        List<ShardShare> now = List.of(new ShardShare(1, 0, 0, 52, 0), new ShardShare(2, 0, 0, 48, 0));
        List<ShardUse> uses = List.of(
                new ShardUse(new ShardShare(1, 0, 0, 200, 0), true),
                new ShardUse(new ShardShare(2, 0, 0, 204, 0), true));
        assertThat(QuotaPlan.of(rate, now, uses))
                .as("a rate is never twice the same")
                .isEmpty();
    }

    @Test
    void shouldGiveAFullShardTheLittleThatIsLeftElsewhere() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 50), uses(50, true, 48, true)))
                .contains(shares(51, 49));
    }

    @Test
    void shouldGiveTheLastOneToTheShardThatIsUsed() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 50), uses(50, true, 25, false)))
                .contains(shares(63, 37));
    }

    @Test
    void shouldCompleteAPlanThatWasCutShort() {
        assertThat(QuotaPlan.of(OBJECTS, shares(50, 25), uses(10, false, 10, false)))
                .contains(shares(50, 50));
    }

    @Test
    void shouldTakeBackWhatAnAddedShardHasBeyondTheQuota() {
        List<ShardShare> now = List.of(objects(1, 50), objects(2, 50), objects(3, 1));
        List<ShardUse> idle = List.of(
                new ShardUse(objects(1, 10), false),
                new ShardUse(objects(2, 10), false),
                new ShardUse(objects(3, 0), false));

        assertThat(QuotaPlan.of(OBJECTS, now, idle))
                .hasValueSatisfying(shares -> assertThat(
                                shares.stream().mapToLong(ShardShare::objects).sum())
                        .isEqualTo(100));
    }

    /** Each shard has at least one, so the shares of a tiny quota add up to more than it. */
    @Test
    void shouldNotReplaceForEverTheSharesOfAQuotaSmallerThanTheNumberOfShards() {
        Quotas one = new Quotas(0, 1, 0, 0, 0);

        assertThat(QuotaPlan.of(one, shares(1, 1), uses(0, true, 0, true))).isEmpty();
    }

    @Test
    void shouldMoveOnlyTheQuotaThatIsShort() {
        Quotas quotas = new Quotas(0, 100, 0, 10, 0);
        List<ShardShare> now = List.of(new ShardShare(1, 50, 0, 5, 0), new ShardShare(2, 50, 0, 5, 0));
        List<ShardUse> uses = List.of(
                new ShardUse(new ShardShare(1, 20, 0, 30, 0), true),
                new ShardUse(new ShardShare(2, 0, 0, 0, 0), false));

        assertThat(QuotaPlan.of(quotas, now, uses))
                .contains(List.of(new ShardShare(1, 50, 0, 9, 0), new ShardShare(2, 50, 0, 1, 0)));
    }

    /** Repeated plans settle: with a use that does not change, there is soon nothing more to move. */
    @Test
    void shouldComeToRest() {
        Random random = new Random(4711);
        for (int round = 0; round < 2_000; round++) {
            Quotas quotas = new Quotas(0, 2 + random.nextInt(1_000), 0, 0, 0);
            long first = random.nextLong(quotas.objects());
            List<ShardUse> uses = uses(first, true, random.nextLong(quotas.objects() - first), random.nextBoolean());
            List<ShardShare> now = shares(quotas.objects() - quotas.objects() / 2, quotas.objects() / 2);
            int moves = 0;
            for (var plan = QuotaPlan.of(quotas, now, uses); plan.isPresent(); plan = QuotaPlan.of(quotas, now, uses)) {
                now = plan.get();
                assertThat(++moves).as(quotas + " " + uses + " " + now).isLessThan(3);
                assertThat(now.stream().mapToLong(ShardShare::objects).sum()).isEqualTo(quotas.objects());
            }
        }
    }
}
