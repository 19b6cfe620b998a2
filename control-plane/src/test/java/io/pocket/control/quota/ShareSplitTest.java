package io.pocket.control.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.quota.ShareSplit.Holder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareSplitTest {

    private static final int ROUNDS = 20_000;

    @Test
    void shouldSplitAnUnusedQuotaEvenly() {
        assertThat(ShareSplit.byUse(10, new long[3])).containsExactly(4, 3, 3);
    }

    @Test
    void shouldGiveAShardWhatOthersDoNotUse() {
        assertThat(ShareSplit.byUse(100, new long[] {50, 0})).containsExactly(75, 25);
        assertThat(ShareSplit.byUse(100, new long[] {99, 0})).containsExactly(99, 1);
    }

    @Test
    void shouldSplitInProportionWhenMoreIsAskedForThanThereIs() {
        assertThat(ShareSplit.byUse(102, new long[] {3000, 1000})).containsExactly(76, 26);
    }

    @Test
    void shouldSplitExactlyAndNeverBelowTheUseIfThatIsPossible() {
        Random random = new Random(4711);
        for (int round = 0; round < ROUNDS; round++) {
            long[] used = used(random);
            long quota = used.length + (long) (random.nextDouble() * random.nextDouble() * (1L << 50));
            long[] shares = ShareSplit.byUse(quota, used);

            String what = quota + " over " + Arrays.toString(used) + " is " + Arrays.toString(shares);
            assertThat(Arrays.stream(shares).sum()).as(what).isEqualTo(quota);
            assertThat(Arrays.stream(shares).min().orElseThrow()).as(what).isPositive();
            if (Arrays.stream(used).map(use -> Math.max(1, use)).sum() <= quota) {
                for (int i = 0; i < used.length; i++) {
                    assertThat(shares[i]).as(what).isGreaterThanOrEqualTo(used[i]);
                }
            }
        }
    }

    private static long[] used(Random random) {
        long scale = 1L << random.nextInt(50);
        return random.longs(1 + random.nextInt(64), 0, scale).toArray();
    }

    @Test
    void shouldGiveEachOneWhenThereAreMoreOfThemThanTheQuotaHas() {
        assertThat(ShareSplit.byUse(2, new long[] {5, 0, 0})).containsExactly(1, 1, 1);
    }

    @Test
    void shouldSplitOnlyTheQuotasThereAre() {
        Quotas quotas = new Quotas(0, 10, 0, 6, 0);
        ShardShare busy = new ShardShare(4, 8, 100, 3, 100);
        ShardShare idle = new ShardShare(7, 0, 0, 0, 0);

        assertThat(ShareSplit.ofShards(quotas, List.of(busy, idle)))
                .containsExactly(new ShardShare(4, 9, 0, 4, 0), new ShardShare(7, 1, 0, 2, 0));
    }

    @Test
    void shouldGiveNodesWhatIsGuaranteedAndThenByWeight() {
        List<Holder> holders = List.of(new Holder(1, 0, 10_000, 100, 1_000), new Holder(2, 0, 5_000, 0, 1_000));

        assertThat(ShareSplit.ofBytes(401, holders)).containsExactly(new NodeShare(1, 300), new NodeShare(2, 101));
    }

    @Test
    void shouldLetWhatDoesNotFitIntoATierGoToTheNext() {
        List<Holder> holders = List.of(
                new Holder(1, 0, 10_000, 0, 100),
                new Holder(2, 0, 10_000, 0, 50),
                new Holder(3, 1, 0, 0, 1_000),
                new Holder(4, 1, 0, 0, 1_000));

        assertThat(ShareSplit.ofBytes(250, holders))
                .containsExactly(
                        new NodeShare(1, 100), new NodeShare(2, 50), new NodeShare(3, 50), new NodeShare(4, 50));
    }

    @Test
    void shouldSplitBytesExactlyNeverBelowAGuarantee() {
        Random random = new Random(4711);
        for (int round = 0; round < ROUNDS / 10; round++) {
            List<Holder> holders = holders(random);
            long least = holders.stream()
                    .mapToLong(holder -> Math.max(1, holder.guaranteedBytes()))
                    .sum();
            long capacity = holders.stream().mapToLong(Holder::capacityBytes).sum();
            long quota = least + (long) (random.nextDouble() * 2 * capacity);
            List<NodeShare> shares = ShareSplit.ofBytes(quota, holders);

            String what = quota + " over " + holders + " is " + shares;
            assertThat(shares.stream().mapToLong(NodeShare::limitBytes).sum())
                    .as(what)
                    .isEqualTo(quota);
            for (int i = 0; i < shares.size(); i++) {
                assertThat(shares.get(i).limitBytes())
                        .as(what)
                        .isGreaterThanOrEqualTo(Math.max(1, holders.get(i).guaranteedBytes()));
                if (quota <= capacity) {
                    assertThat(shares.get(i).limitBytes())
                            .as(what)
                            .isLessThanOrEqualTo(holders.get(i).capacityBytes());
                }
            }
        }
    }

    private static List<Holder> holders(Random random) {
        List<Holder> holders = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            int tier = random.nextInt(3);
            long capacity = 1 + random.nextLong(1L << 40);
            long guaranteed = random.nextBoolean() ? 0 : random.nextLong(capacity);
            holders.add(new Holder(i + 1, tier, tier == 0 ? 1 + random.nextInt(10_000) : 0, guaranteed, capacity));
        }
        return holders;
    }
}
