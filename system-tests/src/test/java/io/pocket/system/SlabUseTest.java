package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.cluster.NodeFigures;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlabUseTest {
    private static final int OBJECTS = 100_000;
    private static final int SMALL_OBJECTS = 10_000;

    /** Small objects live in the metadata; ORIGINAL.md §8.4: every object took 64 KiB. */
    @Test
    void shouldTakeLittleMoreSlabThanTheObjectsHaveBytes() {
        try (TestCluster cluster = TestCluster.start(2, 1L << 30)) {
            JobTicket job = cluster.register("slab");
            try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
                byte[] small = new byte[1024];
                for (int i = 0; i < SMALL_OBJECTS; i++) {
                    pocket.put("small/" + i, small);
                }
                waitForReports(cluster);
                assertThat(cluster.usedBytes()).isZero();

                byte[] bytes = new byte[5 * 1024];
                for (int i = 0; i < OBJECTS; i++) {
                    pocket.put("large/" + i, bytes);
                }
                waitForReports(cluster);
                assertThat(cluster.usedBytes())
                        .isBetween((long) OBJECTS * bytes.length, (long) (1.25 * OBJECTS * bytes.length));
            }
            cluster.deregister(job);
            assertThat(cluster.becomesEmpty()).isTrue();
        }
    }

    /** The controller knows what the monitors sampled last, each second: wait until all have sampled after now. */
    private static void waitForReports(TestCluster cluster) {
        Instant sampledSince = Instant.now().plusMillis(1_500);
        assertThat(TestCluster.eventually(
                        () -> cluster.processes().api().nodes().stream()
                                .map(NodeFigures::reportedAt)
                                .allMatch(reported -> reported != null && reported.isAfter(sampledSince)),
                        Duration.ofSeconds(20)))
                .isTrue();
    }
}
