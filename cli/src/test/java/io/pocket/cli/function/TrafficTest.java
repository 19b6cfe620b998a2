package io.pocket.cli.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TrafficTest {

    @Test
    void shouldComeBackFromItsLine() {
        Traffic traffic = traffic(1_000);

        assertThat(Traffic.decode(traffic.encode())).isEqualTo(traffic);
        assertThat(traffic.encode()).doesNotContain(" ").doesNotContain("\n");
    }

    @Test
    void shouldAddUpWithoutChangingItsParts() {
        Traffic one = Traffic.decode(traffic(10).encode());
        Traffic two = traffic(1_000_000);

        Traffic sum = one.plus(two);

        assertThat(sum.putBytes()).isEqualTo(one.putBytes() + two.putBytes());
        assertThat(sum.putNanos().getTotalCount()).isEqualTo(2);
        assertThat(one.putNanos().getTotalCount()).isEqualTo(1);
        assertThat(sum.putNanos().getMaxValue()).isGreaterThanOrEqualTo(1_000_000);
    }

    @Test
    void shouldRefuseOtherText() {
        assertThatThrownBy(() -> Traffic.decode("1,2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Traffic.decode("1,2,AAAA,AAAA")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldCountWhatPassesThrough() {
        Traffic traffic;
        try (MeteredExchange metered = new MeteredExchange(new MemoryExchange())) {
            metered.put("a/b", new byte[10], 2, 5);
            assertThat(metered.get("a/b")).hasSize(5);
            assertThat(metered.get("a/b")).hasSize(5);
            traffic = metered.traffic();
        }

        assertThat(traffic.putBytes()).isEqualTo(5);
        assertThat(traffic.getBytes()).isEqualTo(10);
        assertThat(traffic.getNanos().getTotalCount()).isEqualTo(2);
    }

    private static Traffic traffic(long nanos) {
        Traffic none = Traffic.none();
        Traffic traffic = new Traffic(nanos * 3, nanos * 4, none.putNanos(), none.getNanos());
        traffic.putNanos().recordValue(nanos);
        traffic.getNanos().recordValue(2 * nanos);
        return traffic;
    }
}
