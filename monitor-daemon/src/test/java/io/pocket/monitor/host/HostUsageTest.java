package io.pocket.monitor.host;

import static io.pocket.monitor.host.RecordedHost.SECOND_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.monitor.host.HostUsage.DiskUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostUsageTest {
    private static final Memory MEMORY = new Memory(1, 2);

    /** ORIGINAL.md §8.3 row 14: bytes of two seconds were divided by one second. */
    @Test
    void shouldNotDoubleTheBandwidthOfReadingsTwoSecondsApart() {
        HostUsage usage = HostUsage.between(
                RecordedHost.first(RecordedHost.LOOPBACK), RecordedHost.second(RecordedHost.LOOPBACK));

        long bytesInTwoSeconds = 40_939_344 - 75_667;
        assertThat(usage.intervalNanos()).isEqualTo(2 * SECOND_NANOS);
        assertThat(usage.networkReceivedBytesPerSecond()).isEqualTo(Math.round(bytesInTwoSeconds / 2.0));
        assertThat(usage.networkSentBytesPerSecond()).isEqualTo(Math.round(bytesInTwoSeconds / 2.0));
    }

    /** ORIGINAL.md §8.3 row 14: only core 0 was looked at. */
    @Test
    void shouldTellLoadOfEveryCoreNotOnlyOfTheFirst() {
        HostSnapshot earlier = cores(0, core(0, 0, 0), core(1, 0, 0), core(2, 0, 0), core(3, 0, 0));
        HostSnapshot later = cores(1, core(0, 0, 100), core(1, 100, 100), core(2, 50, 100), core(3, 25, 100));

        assertThat(HostUsage.between(earlier, later).cpuPercentPerCore()).containsExactly(0.0, 100.0, 50.0, 25.0);
    }

    @Test
    void shouldFollowRecordedMachine() {
        HostUsage usage = HostUsage.between(
                RecordedHost.first(RecordedHost.ALL_BUT_LOOPBACK), RecordedHost.second(RecordedHost.ALL_BUT_LOOPBACK));

        assertThat(usage.cpuPercentPerCore()).containsExactly(100.0, 100.0);
        assertThat(usage.networkReceivedBytesPerSecond()).isZero();
        assertThat(usage.memory().usedBytes()).isEqualTo((24_684_092L - 23_372_316L) * 1024);
        assertThat(usage.disks())
                .containsExactly(new DiskUsage("vda", 56 * 512 / 2, 41_992 * 512 / 2, 100.0 * 8 / 2000));
    }

    @Test
    void shouldDivideByTheTimeThatPassedWhenReadingIsLate() {
        HostSnapshot earlier = network(0, new InterfaceTotals("eth0", 1_000, 0));
        HostSnapshot later = new HostSnapshot(
                1_500_000_000, List.of(), List.of(new InterfaceTotals("eth0", 4_000, 300)), MEMORY, List.of());

        HostUsage usage = HostUsage.between(earlier, later);

        assertThat(usage.networkReceivedBytesPerSecond()).isEqualTo(2_000);
        assertThat(usage.networkSentBytesPerSecond()).isEqualTo(200);
    }

    @Test
    void shouldSumInterfacesAndCountNewOnesFromTheirSecondReading() {
        HostSnapshot earlier = network(0, new InterfaceTotals("eth0", 0, 0), new InterfaceTotals("eth1", 100, 0));
        HostSnapshot later = network(
                1,
                new InterfaceTotals("eth0", 10, 0),
                new InterfaceTotals("eth1", 105, 0),
                new InterfaceTotals("eth2", 1_000_000, 0));

        assertThat(HostUsage.between(earlier, later).networkReceivedBytesPerSecond())
                .isEqualTo(15);
    }

    @Test
    void shouldTellNothingOfDeviceThatWasReplaced() {
        HostSnapshot earlier = network(0, new InterfaceTotals("eth0", 5_000, 5_000));
        HostSnapshot later = network(1, new InterfaceTotals("eth0", 10, 10));

        assertThat(HostUsage.between(earlier, later).networkReceivedBytesPerSecond())
                .isZero();
    }

    @Test
    void shouldLeaveOutCoresThatCameOrWent() {
        HostSnapshot earlier = cores(0, core(0, 0, 0), core(1, 0, 0));
        HostSnapshot later = cores(1, core(0, 10, 100), core(2, 100, 100));

        assertThat(HostUsage.between(earlier, later).cpuPercentPerCore()).containsExactly(10.0);
    }

    @Test
    void shouldNotCallDiskBusierThanAlways() {
        HostSnapshot earlier = disk(0, new DiskTotals("vda", 0, 0, 0));
        HostSnapshot later = disk(1, new DiskTotals("vda", 0, 0, 1_004));

        assertThat(HostUsage.between(earlier, later).disks().getFirst().busyPercent())
                .isEqualTo(100);
    }

    @Test
    void shouldRefuseReadingsInTheWrongOrder() {
        HostSnapshot earlier = network(1);
        HostSnapshot later = network(1);

        assertThatThrownBy(() -> HostUsage.between(earlier, later)).isInstanceOf(IllegalArgumentException.class);
    }

    private static CoreTimes core(int number, long busy, long all) {
        return new CoreTimes(number, busy, all);
    }

    private static HostSnapshot cores(int second, CoreTimes... cores) {
        return new HostSnapshot(second * SECOND_NANOS, List.of(cores), List.of(), MEMORY, List.of());
    }

    private static HostSnapshot network(int second, InterfaceTotals... interfaces) {
        return new HostSnapshot(second * SECOND_NANOS, List.of(), List.of(interfaces), MEMORY, List.of());
    }

    private static HostSnapshot disk(int second, DiskTotals disk) {
        return new HostSnapshot(second * SECOND_NANOS, List.of(), List.of(), MEMORY, List.of(disk));
    }
}
