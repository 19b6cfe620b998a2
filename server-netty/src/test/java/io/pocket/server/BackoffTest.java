package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void shouldDoubleUpToTheMaximumAndStayInTheUpperHalf() {
        Backoff backoff = new Backoff(100, 1_000, new Random(1));
        for (long bound : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertThat(backoff.nextDelayNanos()).isBetween(bound / 2, bound);
        }
    }

    @Test
    void shouldStartAgainAfterASuccess() {
        Backoff backoff = new Backoff(100, 1_000, new Random(1));
        for (int i = 0; i < 10; i++) {
            backoff.nextDelayNanos();
        }
        backoff.reset();
        assertThat(backoff.nextDelayNanos()).isBetween(50L, 100L);
    }

    @Test
    void shouldNotKeepClientsInStep() {
        long first = new Backoff(1_000_000, 1_000_000, new Random(1)).nextDelayNanos();
        long second = new Backoff(1_000_000, 1_000_000, new Random(2)).nextDelayNanos();
        assertThat(first).isNotEqualTo(second);
    }
}
