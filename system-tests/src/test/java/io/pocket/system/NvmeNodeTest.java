package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.data.nativeplane.spdk.raw.SpdkLibraries;
import io.pocket.data.nativeplane.spdk.raw.SpdkUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node of tier nvme among real processes; skipped where SPDK is missing. Rows are those of the original's bugs (ORIGINAL.md §8.3). */
class NvmeNodeTest {
    private static final long MIB = 1L << 20;
    private static final String NODE = "node-nvme-1";
    private static final int[] LENGTHS = {5_000, 65_535, 65_537, 1_000_001, 5_000_003};

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() {
        requireSpdk();
        Map<String, TierSpec> tiers = new LinkedHashMap<>();
        tiers.put("dram", new TierSpec(1, 32 * MIB));
        tiers.put("nvme", new TierSpec(1, 64 * MIB));
        cluster = TestCluster.start(tiers);
    }

    private static void requireSpdk() {
        try {
            SpdkLibraries.load();
        } catch (SpdkUnavailableException e) {
            abort(e.getMessage());
        }
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static JobTicket register() {
        return cluster.register(JobRequest.named("nvme").tiers("nvme").capacityBytes(16 * MIB));
    }

    private static void requireAll(PocketClient pocket) {
        for (int length : LENGTHS) {
            assertThat(pocket.get("b/" + length)).as("%d bytes", length).isEqualTo(bytes(length));
        }
    }

    @Test
    void shouldHaveItsChunksAfterKillMinusNine() {
        JobTicket job = register();
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            for (int length : LENGTHS) {
                pocket.put("b/" + length, bytes(length));
            }
            requireAll(pocket);
            double written = cluster.metric(NODE, "pocket_node_spdk_device_seconds_count{operation=\"write\",}");
            assertThat(written).as("writes of the device").isPositive();

            cluster.processes().kill(NODE);
            cluster.processes().restart(NODE);

            requireAll(pocket);
            assertThat(cluster.metric(NODE, "pocket_node_spdk_errors_total")).isZero();
        }
        cluster.deregister(job);
        assertThat(cluster.becomesEmpty()).isTrue();
    }

    @Test
    @DisplayName("16: DN_REMOVE works for class 0 only; ReFlex ignores stop; blocks returned later re-create ghosts")
    void row16() {
        JobTicket job = register();
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            for (int i = 0; i < 16; i++) {
                pocket.put("ghost/" + i, bytes(50_000));
            }
            cluster.processes().kill(NODE);
            pocket.deleteBucket("ghost");

            cluster.processes().restart(NODE);

            assertThat(cluster.becomesEmpty())
                    .as("chunks of the node that was away are freed, too")
                    .isTrue();
            assertThat(pocket.count("ghost/")).isZero();
        }
        cluster.deregister(job);
    }
}
