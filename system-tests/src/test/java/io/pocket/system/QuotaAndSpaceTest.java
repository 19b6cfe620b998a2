package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.client.ControllerException;
import io.pocket.client.JobDroppedException;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.NoSuchObjectException;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketController;
import io.pocket.client.PutOptions;
import io.pocket.client.QuotaExceededException;
import io.pocket.client.SpaceRequest;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules 8 and 9 with real processes. */
class QuotaAndSpaceTest {
    private static final int MIB = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static TestCluster cluster;
    private static PocketController controller;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(2, 256L * MIB);
        controller = cluster.controller();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** ORIGINAL.md §8.3 row 11: the "persist" directory was never created, and nothing in it ever expired. */
    @Test
    void shouldKeepDataBeyondTheirJobInASpaceAndEndThemByTheirTtl() {
        controller.createSpace(SpaceRequest.named("models", Duration.ofSeconds(20)));
        byte[] small = bytes(100);
        byte[] large = bytes(3 * MIB);
        JobTicket first = controller.register(JobRequest.named("a").openSpaces("models"));
        try (PocketClient space = PocketClient.connect(first.space("models"));
                PocketClient own = PocketClient.connect(first.connectionString())) {
            space.put("m/small", small);
            space.put("m/large", large);
            space.put("m/brief", bytes(10), PutOptions.NONE.withTtl(Duration.ofSeconds(1)));
            own.put("m/own", small);
        }

        controller.deregister(first.id());

        JobTicket second = controller.register(JobRequest.named("b").openSpaces("models"));
        try (PocketClient space = PocketClient.connect(second.space("models"))) {
            assertThat(space.get("m/small")).isEqualTo(small);
            assertThat(space.get("m/large")).isEqualTo(large);
            assertThatExceptionOfType(NoSuchObjectException.class).isThrownBy(() -> space.get("m/own"));
            assertThat(TestCluster.eventually(() -> space.count("m/") == 2, DEADLINE))
                    .as("its own TTL has ended one")
                    .isTrue();
            assertThat(TestCluster.eventually(() -> space.count("m/") == 0, DEADLINE))
                    .as("the space's default TTL has ended the others")
                    .isTrue();
        }
        controller.deregister(second.id());
        controller.deleteSpace("models");
        assertThat(cluster.becomesEmpty()).isTrue();
    }

    @Test
    void shouldEndASpaceForAllThatOpenedIt() {
        controller.createSpace(SpaceRequest.named("brief", Duration.ofMinutes(10)));
        JobTicket job = controller.register(JobRequest.named("a").openSpaces("brief"));
        try (PocketClient space = PocketClient.connect(job.space("brief"));
                PocketClient own = PocketClient.connect(job.connectionString())) {
            space.put("b/large", bytes(MIB));
            own.put("b/own", bytes(10));

            controller.deleteSpace("brief");

            assertThatExceptionOfType(JobDroppedException.class).isThrownBy(() -> space.get("b/large"));
            assertThat(own.get("b/own")).isEqualTo(bytes(10));
            assertThatThrownBy(() -> controller.register(JobRequest.named("b").openSpaces("brief")))
                    .isInstanceOfSatisfying(
                            ControllerException.class,
                            e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessageContaining("No space is called brief")
                    .hasMessageContaining("POST /api/v1/spaces");
        }
        controller.deregister(job.id());
        assertThat(cluster.becomesEmpty()).isTrue();
    }

    @Test
    void shouldHoldAJobToItsQuotas() {
        JobTicket job = controller.register(
                JobRequest.named("small").quotaBytes(16L * MIB).quotaObjects(6).quotaConnections(2));
        PutOptions quick = PutOptions.NONE.withDeadline(Duration.ofMillis(900));
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            for (int i = 0; i < 4; i++) {
                pocket.put("q/" + i, bytes(4 * MIB));
            }
            assertThatExceptionOfType(QuotaExceededException.class)
                    .isThrownBy(() -> pocket.put("q/4", bytes(4 * MIB), quick))
                    .withMessageContaining("bytes");
            pocket.delete("q/0");
            pocket.put("q/4", bytes(4 * MIB), PutOptions.NONE.withDeadline(DEADLINE));

            pocket.put("q/5", bytes(10));
            pocket.put("q/6", bytes(10));
            assertThatExceptionOfType(QuotaExceededException.class)
                    .isThrownBy(() -> pocket.put("q/7", bytes(10), quick))
                    .withMessageContaining("6 objects")
                    .satisfies(e -> assertThat(e.retryAfter()).isPositive());
        }
        controller.deregister(job.id());
        assertThat(cluster.becomesEmpty()).isTrue();
    }

    @Test
    void shouldSlowAJobDownToItsRate() {
        JobTicket job = controller.register(JobRequest.named("slow").quotaOperationsPerSecond(20));
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            long startNanos = System.nanoTime();
            for (int i = 0; i < 60; i++) {
                pocket.put("r/" + i, bytes(10));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .as("20 in a burst, 20 in each second after it")
                    .isBetween(Duration.ofMillis(1_900), DEADLINE);
            assertThat(pocket.count("r/")).isEqualTo(60);
        }
        controller.deregister(job.id());
    }
}
