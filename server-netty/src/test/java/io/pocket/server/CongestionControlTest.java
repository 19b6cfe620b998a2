package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CongestionControlTest {
    @Test
    void shouldBeANameThatTheKernelReadsToItsEnd() {
        ByteBuffer value = CongestionControl.DEFAULT.value();

        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);

        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("cubic" + "\0".repeat(11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BBR", "a b", "sixteen_letters_", "cubic\n"})
    void shouldRefuseWhatIsNoName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CongestionControl(name))
                .withMessageContaining("tcp_available_congestion_control");
    }
}
