package io.pocket.data.nativeplane.dpdk.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void shouldReadAndWriteIpv4Addresses() {
        assertThat(Ipv4Address.parse("192.168.1.254").value()).isEqualTo(0xc0a801fe);
        assertThat(Ipv4Address.parse("192.168.1.254")).hasToString("192.168.1.254");
    }

    @Test
    void shouldRefuseWhatIsNoIpv4Address() {
        for (String text : List.of("", "10.0.0", "10.0.0.256", "10.0.0.1/24", "::1", "host")) {
            assertThatThrownBy(() -> Ipv4Address.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "' is no IPv4 address");
        }
    }

    @Test
    void shouldRefuseHostWhoseAddressIsAGroup() {
        assertThatThrownBy(() -> new Host(new MacAddress(2), Ipv4Address.parse("224.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadAndWriteMacAddresses() {
        MacAddress address = MacAddress.of(new byte[] {2, 0, (byte) 0xff, 0, 0, 16});

        assertThat(address).hasToString("02:00:ff:00:00:10");
        assertThat(address.neighbour()).hasToString("02:00:ff:00:00:11");
    }
}
