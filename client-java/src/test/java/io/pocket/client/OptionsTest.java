package io.pocket.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void shouldNameTheClientOptionThatIsWrong() {
        ClientOptions options = ClientOptions.DEFAULTS;
        assertThatThrownBy(() -> options.withDeadline(Duration.ZERO)).hasMessageContaining("deadline PT0S");
        assertThatThrownBy(() -> options.withConnectTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> options.withLanes(0)).hasMessageContaining("lanes 0 is not within 1..4096");
        assertThatThrownBy(() -> options.withChunksUnderWay(65)).hasMessageContaining("chunksUnderWay 65");
        assertThatThrownBy(() -> options.withConnectionsPerLane(options.chunksUnderWay()))
                .hasMessageContaining("connectionsPerLane");
    }

    @Test
    void shouldNameThePutOptionThatIsWrong() {
        assertThatThrownBy(() -> PutOptions.NONE.withIfAbsent().withIfVersion(3))
                .hasMessageContaining("version 3");
        assertThatThrownBy(() -> PutOptions.NONE.withIfVersion(3).withReadableWhileWritten())
                .hasMessageContaining("only 3");
        assertThatThrownBy(() -> PutOptions.NONE.withTtl(Duration.ofNanos(5))).hasMessageContaining("PT0.000000005S");
        assertThatThrownBy(() -> PutOptions.NONE.withDeadline(Duration.ZERO)).hasMessageContaining("deadline");
    }

    @Test
    void shouldNameTheGetOptionThatIsWrong() {
        assertThatThrownBy(() -> GetOptions.NONE.withAwait(Duration.ofSeconds(-1)))
                .hasMessageContaining("await PT-1S");
        assertThatThrownBy(() -> GetOptions.NONE.withDeadline(Duration.ZERO)).hasMessageContaining("deadline");
    }

    @Test
    void shouldNameTheHintThatIsWrong() {
        assertThatThrownBy(() -> JobRequest.named(" ")).hasMessageContaining("name");
        assertThatThrownBy(() -> JobRequest.named("j").functions(0)).hasMessageContaining("functions 0");
        assertThatThrownBy(() -> JobRequest.named("j").lifetime(Duration.ofMillis(5)))
                .hasMessageContaining("lifetimeSeconds 0");
    }
}
