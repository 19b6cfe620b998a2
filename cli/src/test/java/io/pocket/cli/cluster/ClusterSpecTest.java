package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSpecTest {

    private static final long CAPACITY = 1L << 30;

    @Test
    void shouldAddUpNodesAndBytes() {
        ClusterSpec spec =
                new ClusterSpec(1, Map.of("dram", new TierSpec(2, CAPACITY), "ssd", new TierSpec(1, 5 * CAPACITY)), 0);

        assertThat(spec.nodes()).isEqualTo(3);
        assertThat(spec.totalBytes()).isEqualTo(7 * CAPACITY);
        assertThat(spec.memoryBytes()).isEqualTo(2 * CAPACITY);
    }

    @Test
    void shouldNameABadValue() {
        assertThatThrownBy(() -> new ClusterSpec(0, Map.of("dram", new TierSpec(1, CAPACITY)), 0))
                .hasMessageContaining("shards");
        assertThatThrownBy(() -> new ClusterSpec(1, Map.of("dram", new TierSpec(0, CAPACITY)), 0))
                .hasMessageContaining("nodes");
        assertThatThrownBy(() -> new ClusterSpec(1, Map.of("dram", new TierSpec(1, 1)), 0))
                .hasMessageContaining("capacity");
        assertThatThrownBy(() -> new ClusterSpec(1, Map.of("dram", new TierSpec(1, CAPACITY)), 65_536))
                .hasMessageContaining("port");
    }
}
