package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @Test
    void shouldDoubleUpToTheLongestDelay() {
        Backoff backoff = new Backoff(SHORTEST, LONGEST, () -> 0);

        assertThat(Stream.generate(backoff::failed).limit(6).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void shouldStartAnewAfterSuccess() {
        Backoff backoff = new Backoff(SHORTEST, LONGEST, () -> 0);
        backoff.failed();
        backoff.failed();
        backoff.succeeded();

        assertThat(backoff.failed()).isEqualTo(SHORTEST);
    }

    @Test
    void shouldShortenDelaysAtRandomByQuarterAtMost() {
        Backoff backoff = new Backoff(LONGEST, LONGEST, new Random(7));

        assertThat(Stream.generate(backoff::failed).limit(200).map(Duration::toMillis))
                .allMatch(millis -> millis >= 750 && millis <= 1000)
                .anyMatch(millis -> millis < 800)
                .anyMatch(millis -> millis > 950);
    }
}
