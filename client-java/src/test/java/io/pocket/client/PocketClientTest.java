package io.pocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.client.fake.FakeCluster;
import io.pocket.client.fake.FakeShard;
import io.pocket.protocol.Opcode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PocketClientTest {
    private static final int CHUNK = FakeShard.CHUNK_SIZE;

    private final FakeCluster cluster = new FakeCluster();
    private final PocketClient client = cluster.connect();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                5,
                FakeShard.INLINE_LIMIT,
                FakeShard.INLINE_LIMIT + 1,
                CHUNK - 1,
                CHUNK,
                CHUNK + 1,
                40 * CHUNK + 7
            })
    void shouldGetWhatWasPutInEveryForm(int length, @TempDir Path folder) throws IOException {
        byte[] content = bytes(length);
        Path file = folder.resolve("in");
        Files.write(file, content);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(length + 3).position(3).put(content).position(3);

        client.put("b/array", content);
        client.put("b/direct", direct);
        client.put("b/file", file);
        client.put("b/stream", new ByteArrayInputStream(content), length);
        writeInPieces("b/pipe", content);

        for (String name : List.of("b/array", "b/direct", "b/file", "b/stream", "b/pipe")) {
            assertThat(client.get(name)).as(name).isEqualTo(content);
        }
        assertThat(direct.position()).isEqualTo(3);
        assertThat(getIntoDirect("b/array", length)).isEqualTo(content);
        Path out = folder.resolve("out");
        assertThat(client.get("b/array", out)).isEqualTo(length);
        assertThat(Files.readAllBytes(out)).isEqualTo(content);
        try (PocketInputStream in = client.open("b/array")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(client.stat("b/array").sizeBytes()).isEqualTo(length);
    }

    private void writeInPieces(String name, byte[] content) throws IOException {
        PocketOutputStream out = client.openForWrite(name);
        int piece = Math.max(1, content.length / 7);
        for (int from = 0; from < content.length; from += piece) {
            out.write(content, from, Math.min(piece, content.length - from));
        }
        out.close();
    }

    private byte[] getIntoDirect(String name, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(length + 5).position(2);
        assertThat(client.get(name, target)).isEqualTo(length);
        assertThat(target.position()).isEqualTo(length + 2);
        byte[] got = new byte[length];
        target.get(2, got);
        return got;
    }

    @Test
    void shouldGetRanges() {
        byte[] content = bytes(3 * CHUNK);
        client.put("b/large", content);
        assertThat(client.getRange("b/large", CHUNK - 5, 10))
                .isEqualTo(Arrays.copyOfRange(content, CHUNK - 5, CHUNK + 5));
        assertThat(client.getRange("b/large", 3 * CHUNK - 5, 100))
                .isEqualTo(Arrays.copyOfRange(content, 3 * CHUNK - 5, 3 * CHUNK));
        assertThat(client.getRange("b/large", 3 * CHUNK, 100)).isEmpty();
        client.put("b/small", bytes(100));
        assertThat(client.getRange("b/small", 10, 20)).isEqualTo(Arrays.copyOfRange(bytes(100), 10, 30));
        assertThatThrownBy(() -> client.getRange("b/small", 101, 1)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> client.getRange("b/small", -1, 1)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldPutGetAndDeleteManyAtOnce() {
        Map<String, byte[]> objects = new LinkedHashMap<>();
        for (int i = 0; i < 700; i++) {
            objects.put("many/" + i, bytes(i % 100 == 99 ? CHUNK + i : i));
        }
        assertThat(client.putAll(objects).orThrow().size()).isEqualTo(700);
        assertThat(cluster.shardServer.batches.get()).isBetween(3, 12);

        List<String> names = new ArrayList<>(objects.keySet());
        names.add("many/none");
        names.add("no-bucket");
        BatchResults<byte[]> got = client.getAll(names);
        assertThat(got.size()).isEqualTo(702);
        objects.forEach((name, content) -> assertThat(got.of(name).value()).isEqualTo(content));
        assertThat(got.of("many/none").isNotFound()).isTrue();
        assertThatThrownBy(() -> got.of("many/none").value()).isInstanceOf(NoSuchObjectException.class);
        assertThat(got.failures()).extracting(ItemResult::name).containsExactly("no-bucket");
        assertThat(got.of("no-bucket").exception()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(got::orThrow)
                .isInstanceOf(NoSuchObjectException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        BatchResults<Long> deleted = client.deleteAll(List.of("many/1", "many/none", "many/99"));
        assertThat(deleted.values()).containsOnlyKeys("many/1", "many/99");
        assertThat(client.count("many/")).isEqualTo(698);
    }

    @Test
    void shouldHoldConditionsForEachObjectByItself() {
        client.put("many/taken", bytes(3));
        BatchResults<Long> results = client.putAll(
                List.of(NewObject.of("many/taken", bytes(5)), NewObject.of("many/free", bytes(5))),
                PutOptions.NONE.withIfAbsent());

        assertThat(results.of("many/taken").exception()).isInstanceOf(ObjectExistsException.class);
        assertThat(results.of("many/free").isOk()).isTrue();
        assertThatThrownBy(() -> client.putAll(
                        List.of(NewObject.of("many/a", bytes(1)), NewObject.of("many/a", bytes(2))), PutOptions.NONE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("twice");
        assertThat(client.getAll(List.of()).size()).isZero();
    }

    @Test
    void shouldPutEachOnceAlthoughTheAnswerToABatchIsLost() {
        client.put("many/first", bytes(1));
        int before = cluster.shard.commits();
        cluster.shardServer.faults.cutNext(Opcode.BATCH, 30);
        Map<String, byte[]> objects = Map.of("many/a", bytes(1), "many/b", bytes(2), "many/c", bytes(3));

        client.putAll(objects).orThrow();

        assertThat(cluster.shardServer.faults.isCutDone()).isTrue();
        assertThat(cluster.shard.commits() - before).isEqualTo(3);
    }

    @Test
    void shouldWaitForAnObjectAndForACount() throws InterruptedException {
        assertThatThrownBy(() -> client.await("later/a", Duration.ofMillis(50)))
                .isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.awaitAll("later/", 2, Duration.ofMillis(50)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> client.awaitAll("later/", 0, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidRequestException.class);
        Thread writer = new Thread(() -> {
            client.put("later/a", bytes(12));
            client.put("later/b", bytes(12));
        });
        writer.start();
        assertThat(client.awaitAll("later/", 2, Duration.ofSeconds(20))).isEqualTo(2);
        assertThat(client.await("later/a", Duration.ofSeconds(20)).sizeBytes()).isEqualTo(12);
        writer.join();
    }

    @Test
    void shouldListCountRenameAndDelete() {
        for (int i = 0; i < 2500; i++) {
            client.put(String.format("list/%04d", i), bytes(3));
        }
        assertThat(client.list("list/"))
                .hasSize(2500)
                .extracting(ObjectInfo::name)
                .isSorted();
        assertThat(client.iterate("list/").iterator().next().name()).isEqualTo("list/0000");
        assertThat(client.count("list/1")).isEqualTo(1000);
        assertThat(client.list("list/none")).isEmpty();
        client.rename("list/0000", "list/renamed");
        assertThat(client.exists("list/0000")).isFalse();
        assertThat(client.exists("list/renamed")).isTrue();
        assertThat(client.delete("list/renamed")).isTrue();
        assertThat(client.delete("list/renamed")).isFalse();
        client.createBucket("empty", Duration.ofMinutes(5));
        client.deleteBucket("list");
        assertThat(client.count("list/")).isZero();
    }

    @Test
    void shouldTellWhyAPutIsRefused() {
        long version = client.put("b/key", bytes(10));
        assertThatThrownBy(() -> client.put("b/key", bytes(10), PutOptions.NONE.withIfAbsent()))
                .isInstanceOf(ObjectExistsException.class)
                .hasMessageContaining("b/key");
        assertThatThrownBy(() -> client.put("b/key", bytes(10), PutOptions.NONE.withIfVersion(version + 9)))
                .isInstanceOf(ConditionFailedException.class);
        assertThat(client.put("b/key", bytes(10), PutOptions.NONE.withIfVersion(version)))
                .isGreaterThan(version);
    }

    @Test
    void shouldLeaveNoChunkOfARefusedPutBehind() {
        client.put("b/key", bytes(10));
        assertThatThrownBy(() -> client.put("b/key", bytes(CHUNK), PutOptions.NONE.withIfAbsent()))
                .isInstanceOf(ObjectExistsException.class);
        client.exists("b/key");
        Eventually.within(
                Duration.ofSeconds(5), () -> assertThat(cluster.chunks()).isZero());
    }

    @Test
    void shouldRefuseBadArgumentsBeforeItAsksAnybody() {
        assertThatThrownBy(() -> client.get("no-slash")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> client.put("b/" + "x".repeat(1024), bytes(1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1024");
        assertThatThrownBy(() -> client.put("b/k", new ByteArrayInputStream(bytes(3)), -1))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> PocketClient.connect("http://nowhere")).isInstanceOf(InvalidRequestException.class);
        assertThat(cluster.shardServer.accepted.get()).isZero();
    }

    @Test
    void shouldRefuseAStreamThatIsTooShort() {
        assertThatThrownBy(() -> client.put("b/k", new ByteArrayInputStream(bytes(CHUNK)), 2 * CHUNK))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("ended after " + CHUNK + " of " + 2 * CHUNK);
        assertThat(client.exists("b/k")).isFalse();
    }

    @Test
    void shouldRefuseABufferThatIsTooSmall() {
        client.put("b/k", bytes(100));
        client.put("b/large", bytes(2 * CHUNK));
        for (String name : List.of("b/k", "b/large")) {
            ByteBuffer target = ByteBuffer.allocate(99);
            assertThatThrownBy(() -> client.get(name, target))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("room for 99 of");
            assertThat(target.position()).isZero();
        }
    }

    @Test
    void shouldReportAFailingFile(@TempDir Path folder) {
        assertThatThrownBy(() -> client.put("b/k", folder.resolve("missing")))
                .isInstanceOf(LocalIoException.class)
                .hasMessageContaining("missing");
        client.put("b/k", bytes(3));
        assertThatThrownBy(() -> client.get("b/k", folder)).isInstanceOf(LocalIoException.class);
    }

    @Test
    void shouldPublishNothingWhenAStreamIsAbandoned() throws IOException {
        PocketOutputStream out = client.openForWrite("b/k");
        out.write(bytes(3 * CHUNK));
        out.abandon();
        out.close();
        assertThat(client.exists("b/k")).isFalse();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldStopReadingAStreamThatIsClosedEarly() throws IOException {
        client.put("b/k", bytes(40 * CHUNK));
        PocketInputStream in = client.open("b/k");
        assertThat(in.read()).isEqualTo(bytes(40 * CHUNK)[0] & 0xff);
        in.close();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        assertThat(client.get("b/k")).isEqualTo(bytes(40 * CHUNK));
    }

    @Test
    void shouldNotSpliceVersionsIntoAStream() throws IOException {
        client.put("b/k", bytes(40 * CHUNK));
        try (PocketInputStream in = client.open("b/k")) {
            in.readNBytes(CHUNK);
            cluster.node1.chunks.clear();
            cluster.node2.chunks.clear();
            client.put("b/k", bytes(40 * CHUNK + 1));
            assertThatThrownBy(in::readAllBytes).isInstanceOf(ObjectChangedException.class);
        }
    }

    @Test
    void shouldAwaitAName() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<byte[]> got =
                    other.submit(() -> client.get("b/late", GetOptions.NONE.withAwait(Duration.ofSeconds(20))));
            client.exists("b/other");
            client.put("b/late", bytes(50));
            assertThat(got.get()).isEqualTo(bytes(50));
        } finally {
            other.shutdown();
        }
    }

    @Test
    void shouldSayThatAnAwaitedNameDidNotAppear() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> client.get("b/never", GetOptions.NONE.withAwait(Duration.ofMillis(300))))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    @Test
    void shouldDeleteWhatWasConsumed() {
        client.put("b/once", bytes(CHUNK));
        assertThat(client.get("b/once", GetOptions.NONE.withDeleteAfterRead())).isEqualTo(bytes(CHUNK));
        assertThat(client.exists("b/once")).isFalse();
    }

    @Test
    void shouldUseAnotherNodeWhenOneAnswersBeforeItTookTheBytes() {
        cluster.node1.full = true;
        byte[] content = bytes(40 * CHUNK);
        client.put("b/k", content);
        assertThat(cluster.node1.chunks).isEmpty();
        assertThat(client.get("b/k")).isEqualTo(content);
        cluster.node2.full = true;
        assertThatThrownBy(() -> client.put("b/l", content)).isInstanceOf(StorageFullException.class);
    }

    @Test
    void shouldServeManyThreadsWithFewLanes() throws Exception {
        try (PocketClient few = cluster.connect(ClientOptions.DEFAULTS.withLanes(3))) {
            ExecutorService threads = Executors.newFixedThreadPool(12);
            List<Future<?>> all = new java.util.ArrayList<>();
            for (int t = 0; t < 12; t++) {
                int thread = t;
                all.add(threads.submit(() -> putAndGet(few, "b/" + thread + "-", 50)));
            }
            for (Future<?> each : all) {
                each.get();
            }
            threads.shutdown();
            assertThat(cluster.shardServer.accepted.get()).isLessThanOrEqualTo(3);
        }
    }

    private static void putAndGet(PocketClient client, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            byte[] content = bytes(i * 500);
            client.put(prefix + i, content);
            assertThat(client.get(prefix + i)).isEqualTo(content);
        }
    }

    @Test
    void shouldNotWaitForALaneBeyondTheDeadline() throws IOException {
        ClientOptions oneLane = ClientOptions.DEFAULTS.withLanes(1).withDeadline(Duration.ofMillis(200));
        try (PocketClient one = cluster.connect(oneLane)) {
            PocketOutputStream out = one.openForWrite("b/k");
            assertThatThrownBy(() -> one.exists("b/k"))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("lanes");
            out.close();
            assertThat(one.exists("b/k")).isTrue();
        }
    }

    @Test
    void shouldRefuseCallsOnceClosed() {
        client.exists("b/k");
        client.close();
        assertThatThrownBy(() -> client.exists("b/k")).isInstanceOf(CallCancelledException.class);
    }

    @Test
    void shouldEndACallWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.exists("b/k")).isInstanceOf(CallCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.exists("b/k")).isFalse();
    }
}
