package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.client.ControllerException;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketController;
import io.pocket.protocol.trust.TestAuthority;
import io.pocket.protocol.trust.UntrustedControllerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that reach the controller over https only. */
@Timeout(240)
@TestMethodOrder(OrderAnnotation.class)
class TlsClusterTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final TestAuthority AUTHORITY = TestAuthority.named("ours");
    private static final TestAuthority NEXT = TestAuthority.named("ours, next");

    private static TlsCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        cluster = TlsCluster.start(AUTHORITY);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void shouldPutAndGet() {
        putAndGet(PocketController.at(cluster.controller(), cluster.ca()));
        assertThat(TestCluster.eventually(() -> cluster.reports("accepted") > 0, DEADLINE))
                .as("reports reach the controller")
                .isTrue();
        assertThat(cluster.monitorMetrics()).contains("pocket_controller_ca_certificates 1.0");
    }

    @Test
    @Order(2)
    void shouldNotBeReachedWithoutTheAuthority() {
        assertThatExceptionOfType(ControllerException.class)
                .isThrownBy(() -> PocketController.at(cluster.controller()).register(JobRequest.named("j")))
                .withCauseInstanceOf(UntrustedControllerException.class);
    }

    @Test
    @Order(3)
    void shouldEndANodeThatBelievesAnotherAuthorityAtItsDeadline() throws Exception {
        Path wrong = Files.writeString(
                folder.resolve("wrong.pem"), TestAuthority.named("stranger").pem());
        ChildProcess node = cluster.startNode("misled", wrong);
        assertThat(node.awaitEnd(DEADLINE)).isTrue();
        assertThat(node.exitStatus()).isEqualTo(1);
        assertThat(node.line("pocket-node cannot start: could not register with the controller within PT2S"))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("the controller at " + cluster.controller() + " is not trusted")
                        .contains("of CA file " + wrong + ": CN=stranger"));
    }

    /** The usual way: first both are believed, then the certificate is replaced, then the old authority goes. */
    @Test
    @Order(4)
    void shouldMoveToAnotherAuthority() throws Exception {
        PocketController controller = PocketController.at(cluster.controller(), cluster.ca());
        cluster.trust(AUTHORITY, NEXT);
        cluster.renewController(NEXT);
        cluster.trust(NEXT);
        cluster.restartShardAsANewcomer();

        double before = cluster.reports("accepted");
        assertThat(TestCluster.eventually(() -> cluster.reports("accepted") > before, DEADLINE))
                .as("the monitor, which was not restarted, reports again")
                .isTrue();
        assertThat(cluster.monitorMetrics()).contains("pocket_controller_ca_replacements_total");
        putAndGet(controller);
    }

    private static void putAndGet(PocketController controller) {
        byte[] small = bytes(100);
        byte[] large = bytes(3 << 20);
        JobTicket job = controller.register(JobRequest.named("tls"));
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            pocket.put("b/small", small);
            pocket.put("b/large", large);
            assertThat(pocket.get("b/small")).isEqualTo(small);
            assertThat(pocket.get("b/large")).isEqualTo(large);
        }
        controller.deregister(job.id());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
