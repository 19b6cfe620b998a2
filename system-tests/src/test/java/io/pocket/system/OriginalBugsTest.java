package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.cli.cluster.NodeFigures;
import io.pocket.client.CallCancelledException;
import io.pocket.client.GetOptions;
import io.pocket.client.InvalidRequestException;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.NoSuchObjectException;
import io.pocket.client.ObjectInfo;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketInputStream;
import io.pocket.client.PutOptions;
import io.pocket.client.StorageFullException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bugs of the original Pocket (ORIGINAL.md §8.3) that its users met, against real processes; each test is named as its row.
 *
 * <p>Other rows are tested where the logic is: 2 in {@code metadata-plane RulesTest}, 3 in {@code ObjectNameTest} and {@code ObjectsTest},
 * 4 in {@code ObjectsTest}, 14 in {@code HostUsageTest}, 19 in {@code WeightMapTest}.
 */
class OriginalBugsTest {
    private static final long MIB = 1L << 20;
    private static final Duration REPORTED = Duration.ofSeconds(30);

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start(Map.of("dram", new TierSpec(2, 32 * MIB), "ssd", new TierSpec(1, 32 * MIB)));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static JobTicket register(String name, String tier) {
        return cluster.register(JobRequest.named(name).tiers(tier).capacityBytes(MIB));
    }

    /** Runs a test's body as a job of its own, which leaves nothing. */
    private static void asJob(String tier, BiConsumer<JobTicket, PocketClient> body) {
        JobTicket job = register("bugs", tier);
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            body.accept(job, pocket);
        }
        cluster.deregister(job);
        assertThat(cluster.becomesEmpty()).as("the job leaves nothing").isTrue();
    }

    private static boolean usedBecomes(LongPredicate expected) {
        return TestCluster.eventually(() -> expected.test(cluster.usedBytes()), REPORTED);
    }

    /** The monitors report each second: waits until all nodes have reported what they hold now. */
    private static List<NodeFigures> reported() {
        Instant since = Instant.now().plusMillis(1_500);
        assertThat(TestCluster.eventually(
                        () -> cluster.processes().api().nodes().stream().allMatch(node -> node.isFrom(since)),
                        REPORTED))
                .isTrue();
        return cluster.processes().api().nodes();
    }

    @Test
    @DisplayName("1: DELETE_AFTER_READ and deregistration delete the wrong path -> leak of all job data")
    void row1() {
        JobTicket neighbour = register("neighbour", "dram");
        JobTicket job = register("bugs", "dram");
        try (PocketClient other = PocketClient.connect(neighbour.connectionString());
                PocketClient pocket = PocketClient.connect(job.connectionString())) {
            other.put("a/x", bytes(100_000));
            for (String name : List.of("a/x", "a/x/y", "a/xx", "b/x")) {
                pocket.put(name, bytes(100_000));
            }
            assertThat(pocket.get("a/x", GetOptions.NONE.withDeleteAfterRead())).isEqualTo(bytes(100_000));

            assertThat(pocket.exists("a/x")).isFalse();
            assertThat(pocket.list("a/")).extracting(ObjectInfo::name).containsExactly("a/x/y", "a/xx");
            assertThat(pocket.exists("b/x")).isTrue();
            assertThat(usedBecomes(used -> used >= 400_000 && used < 500_000))
                    .as("three objects and the neighbour's are left")
                    .isTrue();
            cluster.deregister(job);
            assertThat(usedBecomes(used -> used >= 100_000 && used < 200_000))
                    .as("only the neighbour's is left")
                    .isTrue();
            assertThat(other.get("a/x")).isEqualTo(bytes(100_000));
        }
        cluster.deregister(neighbour);
        assertThat(cluster.becomesEmpty()).isTrue();
    }

    @Test
    @DisplayName(
            "5: create failing for lack of blocks leaves an entry without block 0 (later lookups point at 0.0.0.0)")
    void row5() {
        asJob("dram", (job, pocket) -> {
            assertThatExceptionOfType(StorageFullException.class)
                    .isThrownBy(() -> pocket.put("full/x", zeros(), 100 * MIB));

            assertThat(pocket.exists("full/x")).isFalse();
            assertThat(pocket.list("full/")).isEmpty();
            assertThat(pocket.count("full/")).isZero();
            assertThatExceptionOfType(NoSuchObjectException.class).isThrownBy(() -> pocket.get("full/x"));
            pocket.put("full/x", bytes(100), PutOptions.NONE.withIfAbsent());
            assertThat(pocket.get("full/x")).isEqualTo(bytes(100));
        });
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"dram", "ssd"})
    @DisplayName("6: NVMe put_buffer/get_buffer with length mod 512 != 0 fail")
    void row6(String tier) {
        asJob(tier, (job, pocket) -> {
            for (int length : lengthsAroundSectors()) {
                byte[] content = bytes(length);
                pocket.put("sector/x", content);
                assertThat(Arrays.equals(pocket.get("sector/x"), content))
                        .as("an object of %d bytes", length)
                        .isTrue();
                int offset = length / 3;
                assertThat(pocket.getRange("sector/x", offset, length))
                        .as("its bytes from %d on", offset)
                        .isEqualTo(Arrays.copyOfRange(content, offset, length));
            }
        });
    }

    private static List<Integer> lengthsAroundSectors() {
        List<Integer> lengths = new ArrayList<>(List.of(0, 1, 511, 512, 513));
        for (int boundary : List.of(4096, 8192, 65_536, 1 << 20, 4 << 20)) {
            lengths.addAll(List.of(boundary - 1, boundary, boundary + 1, boundary + 511, boundary + 513));
        }
        return lengths;
    }

    @Test
    @DisplayName("7: client storage cache ignores the port")
    void row7() {
        assertThat(cluster.address("node-dram-1").host())
                .isEqualTo(cluster.address("node-dram-2").host());
        asJob("dram", (job, pocket) -> {
            for (int i = 0; i < 64; i++) {
                pocket.put("port/" + i, bytes(10_000 + i));
            }
            assertThat(reported()).filteredOn(node -> node.usedBytes() > 0).hasSize(2);
            for (int i = 0; i < 64; i++) {
                assertThat(pocket.get("port/" + i)).isEqualTo(bytes(10_000 + i));
            }
        });
    }

    @Test
    @DisplayName("8: client block cache keyed by raw position: an unaligned next access costs an extra getBlock RPC")
    void row8() {
        asJob("dram", (job, pocket) -> {
            byte[] content = bytes((int) (8 * MIB) + 77);
            pocket.put("block/x", content);
            long framesBefore = cluster.metric("shard-1", "pocket_transport_frames_received_total");
            byte[] got = new byte[content.length];
            try (PocketInputStream in = pocket.open("block/x")) {
                for (int at = 0; at < got.length; ) {
                    at += in.read(got, at, Math.min(997, got.length - at));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            long frames = cluster.metric("shard-1", "pocket_transport_frames_received_total") - framesBefore;

            assertThat(Arrays.equals(got, content)).isTrue();
            assertThat(frames)
                    .as("requests to the shard for 8,415 reads; a few come from nodes and controller")
                    .isLessThan(500);
        });
    }

    @Test
    @DisplayName("9: recursive flag ignored on remove")
    void row9() {
        asJob("dram", (job, pocket) -> {
            for (String name : List.of("d/dir", "d/dir/x", "d/dir/y/z", "d/dirt", "dd/x")) {
                pocket.put(name, bytes(10_000));
            }
            assertThat(pocket.delete("d/dir")).isTrue();
            assertThat(pocket.list("d/"))
                    .extracting(ObjectInfo::name)
                    .containsExactly("d/dir/x", "d/dir/y/z", "d/dirt");
            assertThat(pocket.delete("d/dir/y")).as("a prefix is no object").isFalse();

            pocket.deleteBucket("d");

            assertThat(pocket.count("d/")).isZero();
            assertThat(pocket.list("dd/")).hasSize(1);
        });
    }

    @Test
    @DisplayName("10: reader past end allocates")
    void row10() {
        asJob("dram", (job, pocket) -> {
            pocket.put("end/x", bytes(100_000));
            long used = reported().stream().mapToLong(NodeFigures::usedBytes).sum();

            assertThat(pocket.getRange("end/x", 99_999, 1_000_000)).hasSize(1);
            assertThat(pocket.getRange("end/x", 100_000, 10)).isEmpty();
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> pocket.getRange("end/x", 100_001, 10));
            try (PocketInputStream in = pocket.open("end/x")) {
                assertThat(in.readAllBytes()).hasSize(100_000);
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read(new byte[10])).isEqualTo(-1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }

            assertThat(pocket.stat("end/x").sizeBytes()).isEqualTo(100_000);
            assertThat(reported().stream().mapToLong(NodeFigures::usedBytes).sum())
                    .isEqualTo(used);
        });
    }

    @Test
    @DisplayName("16: DN_REMOVE works for class 0 only; blocks returned later re-create ghosts")
    void row16() {
        asJob("dram", (job, pocket) -> {
            for (int i = 0; i < 32; i++) {
                pocket.put("ghost/" + i, bytes(50_000));
            }
            assertThat(reported()).filteredOn(node -> node.usedBytes() > 0).hasSize(2);
            cluster.processes().kill("node-dram-1");
            pocket.deleteBucket("ghost");

            cluster.processes().restart("node-dram-1");

            assertThat(cluster.becomesEmpty())
                    .as("chunks of the node that was away are freed, too")
                    .isTrue();
            assertThat(pocket.count("ghost/")).isZero();
            pocket.put("ghost/1", bytes(60_000));
            assertThat(pocket.get("ghost/1")).isEqualTo(bytes(60_000));
        });
    }

    @Test
    @DisplayName("17: re-registration duplicates blocks")
    void row17() {
        asJob("dram", (job, pocket) -> {
            for (int i = 0; i < 32; i++) {
                pocket.put("twice/" + i, bytes(50_000));
            }
            List<NodeFigures> before = reported();
            var tiersBefore = cluster.processes().api().tiers();

            cluster.processes().kill("node-dram-1");
            cluster.processes().restart("node-dram-1");

            List<NodeFigures> after = reported();
            assertThat(after).hasSameSizeAs(before);
            assertThat(after).extracting(NodeFigures::nodeId).doesNotHaveDuplicates();
            assertThat(after.stream().mapToLong(NodeFigures::usedBytes).sum())
                    .isEqualTo(before.stream().mapToLong(NodeFigures::usedBytes).sum());
            assertThat(cluster.processes().api().tiers())
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*eakUsedBytes")
                    .isEqualTo(tiersBefore);
            for (int i = 0; i < 32; i++) {
                assertThat(pocket.get("twice/" + i)).isEqualTo(bytes(50_000));
            }
        });
    }

    @Test
    @DisplayName("21: close() not implemented")
    void row21() {
        asJob("dram", (job, pocket) -> {
            long idle = cluster.metric("shard-1", "pocket_transport_connections");
            PocketClient closing = PocketClient.connect(job.connectionString());
            closing.put("close/x", bytes(100));
            assertThat(cluster.metric("shard-1", "pocket_transport_connections"))
                    .isEqualTo(idle + 1);

            closing.close();
            closing.close();

            assertThat(TestCluster.eventually(
                            () -> cluster.metric("shard-1", "pocket_transport_connections") == idle, REPORTED))
                    .isTrue();
            assertThatExceptionOfType(CallCancelledException.class).isThrownBy(() -> closing.get("close/x"));
            assertThat(pocket.get("close/x")).isEqualTo(bytes(100));
        });
    }
}
