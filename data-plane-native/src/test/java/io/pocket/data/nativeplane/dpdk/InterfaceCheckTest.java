package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceCheckTest {
    private static final Ipv4Address OURS = Ipv4Address.parse("10.0.0.2");

    @Test
    void shouldRefuseInterfaceWithOurAddress() {
        assertThatThrownBy(() -> InterfaceCheck.judge("eth1", OURS, true, List.of("fe80::1", "10.0.0.2")))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("ip address del 10.0.0.2 dev eth1");
    }

    @Test
    void shouldRefuseInterfaceThatIsDown() {
        assertThatThrownBy(() -> InterfaceCheck.judge("eth1", OURS, false, List.of()))
                .isInstanceOf(DpdkException.class)
                .hasMessage("interface eth1 is down: ip link set eth1 up");
    }

    @Test
    void shouldRefuseInterfaceThatIsNotThere() {
        assertThatThrownBy(() -> InterfaceCheck.check("pocket-none", OURS))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("no interface pocket-none");
    }

    @Test
    void shouldTakeInterfaceWithOtherAddresses() {
        assertThatCode(() -> InterfaceCheck.judge("eth1", OURS, true, List.of("10.0.0.3")))
                .doesNotThrowAnyException();
    }
}
