package io.pocket.monitor.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostReaderTest {
    private static final long MACHINE_BYTES = 24_684_092L * 1024;

    @TempDir
    private Path folder;

    private RecordedHost host;

    @BeforeEach
    void copyRecordedFiles() {
        host = RecordedHost.copyTo(folder);
    }

    @Test
    void shouldReadEveryCore() {
        assertThat(host.read().cores())
                .containsExactly(
                        new CoreTimes(0, 65_071 + 5_802 + 13 + 15, 65_071 + 5_802 + 13 + 15 + 221_001 + 58),
                        new CoreTimes(1, 65_497 + 6_389 + 60 + 20, 65_497 + 6_389 + 60 + 20 + 219_938 + 332));
    }

    @Test
    void shouldLeaveLoopbackOutUnlessAskedForIt() {
        assertThat(host.read().interfaces()).extracting(InterfaceTotals::name).containsExactly("ifb0", "ifb1", "eth0");
        assertThat(host.read(new InterfaceFilter(Set.of("lo", "eth0")), 0).interfaces())
                .containsExactly(
                        new InterfaceTotals("lo", 75_667, 75_667), new InterfaceTotals("eth0", 94_131_844, 607_976));
    }

    @Test
    void shouldReadInterfaceWhoseNameTouchesItsNumber() {
        host.write("proc/net/dev", "title\ntitle\neth0.100:18446744073709551615 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n");

        assertThat(host.read().interfaces()).containsExactly(new InterfaceTotals("eth0.100", -1, 7));
    }

    @Test
    void shouldReadMemoryWithoutReclaimableCaches() {
        assertThat(host.read().memory()).isEqualTo(new Memory((24_684_092L - 23_475_032L) * 1024, MACHINE_BYTES));
    }

    @Test
    void shouldReadWholeDisksOnly() {
        host.write("block/sr0/size", "0").write("block/loop0/size", "0").write("block/zram0/size", "0");
        host.write("proc/diskstats", """
                 254       0 vda 71472 11980 3897130 44166 6636 17525 492600 4010 0 7704 49019
                 254       1 vda1 71000 11980 3890000 44000 6636 17525 492600 4010 0 7704 49019
                   7       0 loop0 5 0 50 1 0 0 0 0 0 1 1
                 253       0 zram0 5 0 50 1 0 0 0 0 0 1 1
                  11       0 sr0 5 0 50 1 0 0 0 0 0 1 1
                """);

        assertThat(host.read().disks()).containsExactly(new DiskTotals("vda", 3_897_130L * 512, 492_600L * 512, 7_704));
    }

    @Test
    void shouldDoWithoutDiskStatistics() {
        assertThat(host.delete("proc/diskstats").read().disks()).isEmpty();
    }

    @Test
    void shouldTakeTheLimitOfItsControlGroup() {
        host.write("proc/self/cgroup", "4:memory:/version/one\n0::/pod/node\n")
                .write("cgroup/pod/node/memory.max", "1073741824\n")
                .write("cgroup/pod/node/memory.current", "500000000\n")
                .write("cgroup/pod/node/memory.stat", "anon 300\ninactive_file 100000000\nactive_file 5\n");

        assertThat(host.read().memory()).isEqualTo(new Memory(400_000_000, 1L << 30));
    }

    @Test
    void shouldTakeTheRootGroupInsideContainer() {
        host.write("proc/self/cgroup", "0::/seen/from/outside\n")
                .write("cgroup/memory.max", "1073741824\n")
                .write("cgroup/memory.current", "500000000\n");

        assertThat(host.read().memory()).isEqualTo(new Memory(500_000_000, 1L << 30));
    }

    @Test
    void shouldTakeTheMachineWhereTheGroupHasNoLowerLimit() {
        host.write("cgroup/memory.max", "max\n").write("cgroup/memory.current", "5\n");
        assertThat(host.read().memory().totalBytes()).isEqualTo(MACHINE_BYTES);

        host.write("cgroup/memory.max", Long.toString(2 * MACHINE_BYTES));
        assertThat(host.read().memory().totalBytes()).isEqualTo(MACHINE_BYTES);
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> host.write("proc/meminfo", "MemTotal: 5 kB\n").read())
                .isInstanceOf(HostReadException.class)
                .hasMessageContaining("MemAvailable");
        assertThatThrownBy(() -> host.delete("proc/stat").read())
                .isInstanceOf(HostReadException.class)
                .hasMessageContaining("stat lists no core");
    }
}
