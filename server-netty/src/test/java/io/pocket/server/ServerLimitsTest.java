package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pocket.protocol.FrameHeader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
    @Test
    void shouldTakeProtocolFramesByDefault() {
        assertThat(ServerLimits.defaults().input().maxFrameBytes()).isEqualTo(FrameHeader.MAX_FRAME_LENGTH);
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerLimits.defaults().withMaxConnections(0))
                .withMessageContaining("maxConnections is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutputLimits(100, 100))
                .withMessageContaining("lowWatermarkBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputLimits(1_000, 2_000, 3_000))
                .withMessageContaining("maxGatheredBytes is 2000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputLimits(1_000, 1_000, 999))
                .withMessageContaining("maxGatheredTotalBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionDeadlines(
                        Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessageContaining("hello");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientLimits.defaults().withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("backoffMax");
    }
}
