package io.pocket.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplingHealthTest {
    private long nowNanos;
    private boolean figures;
    private final SamplingHealth health = new SamplingHealth(Duration.ofSeconds(1), () -> nowNanos, () -> figures);

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    @Test
    void shouldLiveWhileItSamples() {
        pass(Duration.ofSeconds(12));
        assertThat(health.sickness()).isEmpty();
        health.sampled();
        pass(Duration.ofSeconds(12));
        assertThat(health.sickness()).isEmpty();

        pass(Duration.ofSeconds(2));

        assertThat(health.sickness()).contains("stuck");
        health.sampled();
        assertThat(health.sickness()).isEmpty();
    }

    @Test
    void shouldBeReadyWhenItHasSomethingToShow() {
        assertThat(health.unreadiness()).contains("starting");
        figures = true;
        assertThat(health.unreadiness()).isEmpty();

        pass(Duration.ofMinutes(1));

        assertThat(health.unreadiness()).contains("stuck");
    }
}
