package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.host.HostUsage.DiskUsage;
import io.pocket.monitor.host.Memory;
import io.pocket.monitor.node.NodeObservation;
import io.pocket.monitor.node.NodeState;
import io.pocket.protocol.counters.NodeCounter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    private static final String HOST_PART = """
            {"timestampMillis":1795352649000,"intervalMillis":1002,"cpuPercentPerCore":[12.35,100.0],\
            "networkReceivedBytesPerSecond":1000,"networkSentBytesPerSecond":2000,"memoryUsedBytes":3000,\
            "memoryTotalBytes":4000,"disks":[{"device":"vda","readBytesPerSecond":10,"writtenBytesPerSecond":20,\
            "busyPercent":33.33}]""";

    @Test
    void shouldWriteEverythingTheControllerTakes() {
        NodeObservation node = new NodeObservation(
                NodeState.RUNNING,
                OptionalInt.of(7),
                99,
                4711,
                1_795_352_000_000L,
                Map.of(NodeCounter.CAPACITY_BYTES, 1L << 40, NodeCounter.USED_BYTES, 5L, NodeCounter.CHUNKS, 2L));

        assertThat(write(new Report(7, 1_795_352_649_000L, SampleReports.USAGE, node, 3)))
                .isEqualTo(HOST_PART + """
                        ,"node":{"state":"RUNNING","startedAtMillis":1795352000000,"restarts":3,"usedBytes":5,\
                        "capacityBytes":1099511627776,"chunks":2,"counters":{"capacity_bytes":1099511627776,\
                        "used_bytes":5,"chunks":2}}}""");
    }

    @Test
    void shouldLeaveNodeOutWhileThereIsNone() {
        assertThat(write(SampleReports.at(1_795_352_649_000L))).isEqualTo(HOST_PART + "}");
    }

    @Test
    void shouldEscapeDeviceNames() {
        HostUsage usage =
                new HostUsage(1, List.of(), 0, 0, new Memory(0, 1), List.of(new DiskUsage("a\"b\\c\n", 0, 0, 0)));

        assertThat(write(new Report(7, 0, usage, NodeObservation.absent(), 0)))
                .contains("\"device\":\"a\\\"b\\\\c\\n\"");
    }

    private static String write(Report report) {
        return new String(new ReportJson().write(report), StandardCharsets.UTF_8);
    }
}
