package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.token.ClusterKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
    private Instant now = Instant.ofEpochSecond(1_795_352_649);
    private final BearerToken token = new BearerToken(ClusterKey.generate(), () -> now);

    @Test
    void shouldBeReusedForHalfOfItsLife() {
        String first = token.of(7);
        now = now.plus(Duration.ofMinutes(5));

        assertThat(token.of(7)).isEqualTo(first);
    }

    @Test
    void shouldBeRenewedBeforeItExpires() {
        String first = token.of(7);
        now = now.plus(Duration.ofMinutes(5)).plusSeconds(1);

        assertThat(token.of(7)).isNotEqualTo(first);
    }

    @Test
    void shouldBeRenewedForAnotherNodeAndWhenTheClockWasSetBack() {
        String first = token.of(7);
        assertThat(token.of(8)).isNotEqualTo(first);

        now = now.minus(Duration.ofDays(1));
        assertThat(token.of(7)).isNotEqualTo(first);
    }
}
