package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;
import io.pocket.data.nativeplane.pci.PciAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.0.0.2");

    @Test
    void shouldProbeNoDeviceOfThePciBusByDefault() {
        assertThat(new EalOptions(64, false, List.of()).arguments("0-1"))
                .containsSubsequence("--lcores=0@(0-1)", "-m", "64", "--no-huge", "--no-shconf", "--no-pci")
                .doesNotContain("-a", "--in-memory");
    }

    @Test
    void shouldProbeOnlyThePciDevicesThatAreAllowed() {
        List<PciAddress> allowed = List.of(PciAddress.parse("0000:00:05.0"), PciAddress.parse("0000:3B:00.1"));

        assertThat(new EalOptions(1024, true, allowed).arguments("0"))
                .containsSubsequence("--in-memory", "-a", "0000:00:05.0", "-a", "0000:3b:00.1")
                .doesNotContain("--no-pci", "--no-huge");
    }

    @Test
    void shouldRefuseEnvironmentThatCannotBe() {
        assertRefused(() -> new EalOptions(8, false, List.of()), "DPDK's memory is 8 MiB, must be within 16..1048576");
        assertRefused(
                () -> new EalOptions(64, false, List.of(PciAddress.parse("0000:00:05.0"))), "need memory in hugepages");
        assertRefused(() -> PciAddress.parse("eth1"), "'eth1' is no PCI address");
    }

    @Test
    void shouldReadDevices() {
        assertThat(PortDevice.parse("af_packet=eth1")).isEqualTo(new PortDevice.AfPacket("eth1"));
        assertThat(PortDevice.parse("af_xdp=eth1.5")).isEqualTo(new PortDevice.AfXdp("eth1.5"));
        assertThat(PortDevice.parse("tap=pocket0")).isEqualTo(new PortDevice.Tap("pocket0"));
        assertThat(PortDevice.parse("null")).isEqualTo(new PortDevice.Nothing());
        assertThat(PortDevice.parse("pci=0000:00:05.0"))
                .isEqualTo(new PortDevice.Pci(PciAddress.parse("0000:00:05.0")));
    }

    @Test
    void shouldRefuseDevicesThatAreNone() {
        assertRefused(() -> PortDevice.parse("eth1"), "write af_packet=INTERFACE");
        assertRefused(() -> PortDevice.parse("af_packet="), "is no name of an interface");
        assertRefused(() -> PortDevice.parse("af_packet=eth1,qpairs=9"), "is no name of an interface");
    }

    @Test
    void shouldTellTheDriverWhatTheFramesNeed() {
        assertThat(DeviceArguments.of(port("af_packet=eth1", 1500), 3))
                .isEqualTo("net_af_packet3,iface=eth1,qpairs=1,blocksz=4096,framesz=2048,framecnt=1024");
        assertThat(DeviceArguments.of(port("af_packet=eth1", 3400), 0)).contains("blocksz=4096,framesz=4096");
        assertThat(DeviceArguments.of(port("af_xdp=eth1", 1500), 0))
                .isEqualTo("net_af_xdp0,iface=eth1,start_queue=0,queue_count=1");
        assertThat(DeviceArguments.name(PortDevice.parse("pci=0000:00:05.0"), 1))
                .isEqualTo("0000:00:05.0");
    }

    @Test
    void shouldRefusePortThatCannotBe() {
        assertRefused(() -> port("null", 9000), "MTU is 9000, must be within 576..3400");
        assertRefused(
                () -> new PortOptions(new PortDevice.Nothing(), ADDRESS, 1500, 100, 1),
                "number of mbufs is 100, must be within 4096..1048576");
        assertRefused(
                () -> new PortOptions(new PortDevice.Nothing(), ADDRESS, 1500, 8192, 0),
                "number of queues is 0, must be within 1..64");
    }

    /** Trap: AF_XDP keeps 256 bytes more in front of each frame. */
    @Test
    void shouldHaveRoomForTheLargestFrameBehindTheHeadroomOfAfXdp() {
        int room = MbufSize.dataRoomBytes(port("af_xdp=eth1", 3400));

        assertThat(room).isGreaterThanOrEqualTo(128 + 256 + 3400 + 18);
        assertThat(room + 128 + 64).as("object of one page").isLessThanOrEqualTo(4096);
    }

    @Test
    void shouldRefusePollingThatCannotBe() {
        assertRefused(() -> polling(Duration.ofSeconds(2), Duration.ofMillis(1), 0), "must be within 0s..1s");
        assertRefused(() -> polling(Duration.ZERO, Duration.ofNanos(1), 0), "must be within 10us..10ms");
        assertRefused(() -> polling(Duration.ZERO, Duration.ofMillis(1), 1024), "must be within 0..1023");
    }

    private static PortOptions port(String device, int mtuBytes) {
        return new PortOptions(PortDevice.parse(device), ADDRESS, mtuBytes, 8192, 1);
    }

    private static PollingOptions polling(Duration idleAfter, Duration sleepMax, int processor) {
        return new PollingOptions(false, idleAfter, sleepMax, OptionalInt.of(processor));
    }

    private static void assertRefused(Runnable construction, String why) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
