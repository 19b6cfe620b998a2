package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What processes answer to those who watch over them. */
class ProbesTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final List<String> MEMBERS = List.of("shard-1", "node-dram-1");

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(1, 32 << 20);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static boolean becomes(String process, String page, String answer) {
        return TestCluster.eventually(() -> cluster.probe(process, page).equals(answer), DEADLINE);
    }

    @Test
    void shouldBeReadyWhenRegisteredAndAliveWhateverTheControllerDoes() {
        assertThat(becomes("monitor-dram-1", "/-/ready", "200 ok")).isTrue();
        assertThat(cluster.probe("monitor-dram-1", "/-/healthy")).isEqualTo("200 ok");
        for (String member : MEMBERS) {
            assertThat(cluster.probe(member, "/-/ready")).as(member).isEqualTo("200 ok");
        }

        cluster.processes().kill("controller");
        for (String member : MEMBERS) {
            cluster.processes().restart(member);
            assertThat(cluster.probe(member, "/-/ready")).as(member).isEqualTo("503 unregistered");
            assertThat(cluster.probe(member, "/-/healthy")).as(member).isEqualTo("200 ok");
        }
        cluster.processes().restart("controller");

        for (String member : MEMBERS) {
            assertThat(becomes(member, "/-/ready", "200 ok")).as(member).isTrue();
        }
    }
}
