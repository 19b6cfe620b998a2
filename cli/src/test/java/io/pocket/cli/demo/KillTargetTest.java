package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KillTargetTest {
    @Test
    void shouldKillOneShardAfterTheOther() {
        ClusterSpec twoShards = new ClusterSpec(2, Map.of("dram", new TierSpec(1, 16 << 20)), 0);
        List<KillTarget> kills = List.of(KillTarget.SHARD, KillTarget.NODE, KillTarget.SHARD, KillTarget.SHARD);

        assertThat(KillTarget.processes(kills, twoShards))
                .containsExactly("shard-1", "node-dram-1", "shard-2", "shard-1");
    }
}
