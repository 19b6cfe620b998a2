package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pocket.protocol.Opcode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    @Test
    void shouldStartAServerAlsoWithoutTheAlgorithm() throws Exception {
        EventLoopSettings settings =
                new EventLoopSettings(EventLoopPreference.AUTO, Duration.ZERO, new CongestionControl("no_such"));
        try (EventLoops loops = EventLoops.start(settings, 1, "unpaced");
                FrameServer server = FrameServer.start(
                        loops.loop(0),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ServerLimits.defaults(),
                        ScriptedHandler::new,
                        new TransportMetrics(loops));
                RawPeer peer = RawPeer.greeted(server.address())) {
            assertThat(peer.ask(Opcode.PING, 1, new byte[0], new byte[5]).payload())
                    .hasSize(5);
        }
    }
}
