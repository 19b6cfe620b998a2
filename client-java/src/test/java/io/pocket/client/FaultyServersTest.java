package io.pocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.client.fake.FakeCluster;
import io.pocket.client.fake.FakeShard;
import io.pocket.protocol.Opcode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets that break at every place, stay silent, or lead to servers that were restarted. */
@Timeout(60)
class FaultyServersTest {
    private static final Duration SHORT = Duration.ofMillis(300);

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

    @Test
    void shouldGetInlineBytesWhereverTheAnswerIsCut() {
        byte[] content = bytes(40);
        client.put("b/k", content);
        for (int cut = 0; cut < 24 + 55 + 40; cut++) {
            cluster.shardServer.faults.cutNext(Opcode.LOOKUP, cut);
            assertThat(client.get("b/k")).as("cut after %d", cut).isEqualTo(content);
            assertThat(cluster.shardServer.faults.isCutDone()).isTrue();
        }
    }

    @Test
    void shouldPutExactlyOnceWhereverTheAnswerIsCut() {
        client.exists("b/k");
        for (int cut = 0; cut < 24 + 16; cut++) {
            cluster.shardServer.faults.cutNext(Opcode.COMMIT, cut);
            client.put("b/k" + cut, bytes(cut), PutOptions.NONE.withIfAbsent());
            assertThat(cluster.shardServer.faults.isCutDone()).isTrue();
            assertThat(cluster.shard.commits()).isEqualTo(cut + 1);
        }
    }

    @Test
    void shouldGreetAgainWhereverTheGreetingIsCut() {
        for (int cut = 0; cut < 100; cut += 3) {
            cluster.shardServer.faults.cutNext(Opcode.HELLO, cut);
            try (PocketClient fresh = cluster.connect()) {
                assertThat(fresh.exists("b/k")).as("cut after %d", cut).isFalse();
            }
        }
    }

    @Test
    void shouldReadChunksWhereverTheAnswerIsCut() {
        byte[] content = bytes(FakeShard.INLINE_LIMIT + 1);
        client.put("b/k", content);
        int frame = 24 + content.length;
        for (int cut = 0; cut < frame; cut += cut < 40 ? 1 : 397) {
            cluster.node1Server.faults.cutNext(Opcode.READ, cut);
            cluster.node2Server.faults.cutNext(Opcode.READ, cut);
            assertThat(client.get("b/k")).as("cut after %d", cut).isEqualTo(content);
        }
    }

    @Test
    void shouldWriteChunksWhereverTheAnswerIsCut() {
        byte[] content = bytes(3 * FakeShard.CHUNK_SIZE);
        for (int cut = 0; cut < 24; cut++) {
            cluster.node1Server.faults.cutNext(Opcode.WRITE, cut);
            client.put("b/k", content);
            assertThat(client.get("b/k")).as("cut after %d", cut).isEqualTo(content);
        }
    }

    @Test
    void shouldPutTogetherWhatArrivesByteByByte() {
        cluster.shardServer.faults.trickle(true);
        cluster.node1Server.faults.trickle(true);
        cluster.node2Server.faults.trickle(true);
        byte[] content = bytes(2 * FakeShard.CHUNK_SIZE);
        client.put("b/k", content);
        assertThat(client.get("b/k")).isEqualTo(content);
        client.put("b/small", bytes(100));
        assertThat(client.get("b/small")).isEqualTo(bytes(100));
    }

    @Test
    void shouldKeepTheDeadlineWhenAShardNeverAnswers() {
        client.exists("b/k");
        cluster.shardServer.faults.mute(true);
        long start = System.nanoTime();
        assertThatThrownBy(() -> client.put("b/k", bytes(10), PutOptions.NONE.withDeadline(SHORT)))
                .isInstanceOf(DeadlineExceededException.class)
                .satisfies(e ->
                        assertThat(((PocketException) e).isOutcomeUnknown()).isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(2));
        cluster.shardServer.faults.mute(false);
    }

    @Test
    void shouldKeepTheDeadlineWhenANodeNeverAnswers() {
        client.put("b/k", bytes(FakeShard.CHUNK_SIZE));
        cluster.node1Server.faults.mute(true);
        cluster.node2Server.faults.mute(true);
        long start = System.nanoTime();
        assertThatThrownBy(() -> client.get("b/k", GetOptions.NONE.withDeadline(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(2));
    }

    @Test
    void shouldKeepTheDeadlineWhenNobodyGreets() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PocketClient lost =
                        PocketClient.connect("pocket://127.0.0.1:" + mute.getLocalPort() + "/job?token=AAAA")) {
            assertThatThrownBy(() -> lost.get("b/k", GetOptions.NONE.withDeadline(SHORT)))
                    .isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void shouldNameTheAddressThatRefusesConnections() throws IOException {
        int port = freePort();
        try (PocketClient lost = PocketClient.connect("pocket://127.0.0.1:" + port + "/job?token=AAAA")) {
            assertThatThrownBy(() -> lost.get("b/k", GetOptions.NONE.withDeadline(SHORT)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("refused");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldNameAHostThatCannotBeResolved() {
        try (PocketClient lost = PocketClient.connect("pocket://no-such-host.invalid:1/job?token=AAAA")) {
            assertThatThrownBy(() -> lost.get("b/k", GetOptions.NONE.withDeadline(SHORT)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no-such-host.invalid");
        }
    }

    @Test
    void shouldNotTakeForeignBytesForAnAnswer() {
        client.put("b/k", bytes(10));
        cluster.shardServer.faults.garbage(true);
        assertThat(client.get("b/k")).isEqualTo(bytes(10));
    }

    @Test
    void shouldGoOnAfterTheShardWasRestartedBetweenCalls() {
        client.put("b/k", bytes(10));
        cluster.shardServer.stop();
        cluster.shardServer.restart();
        assertThat(client.get("b/k")).isEqualTo(bytes(10));
        cluster.shardServer.stop();
        cluster.shard.forgetUploads();
        cluster.shardServer.restart();
        let(Duration.ofMillis(2));
        client.put("b/k", bytes(11), PutOptions.NONE.withDeadline(Duration.ofSeconds(10)));
        assertThat(client.get("b/k")).isEqualTo(bytes(11));
    }

    @Test
    void shouldGoOnAfterNodesWereRestartedBetweenCalls() {
        client.put("b/k", bytes(FakeShard.CHUNK_SIZE));
        cluster.node1Server.stop();
        cluster.node2Server.stop();
        cluster.node1Server.restart();
        cluster.node2Server.restart();
        assertThat(client.get("b/k")).isEqualTo(bytes(FakeShard.CHUNK_SIZE));
        client.put("b/k", bytes(2 * FakeShard.CHUNK_SIZE));
        assertThat(client.get("b/k")).isEqualTo(bytes(2 * FakeShard.CHUNK_SIZE));
    }

    @Test
    void shouldWaitForAShardThatIsBeingRestarted() {
        client.put("b/k", bytes(10));
        cluster.shardServer.stop();
        Thread starter = new Thread(() -> {
            let(Duration.ofMillis(100)); // It sees a few refusals.
            cluster.shardServer.restart();
        });
        starter.start();
        assertThat(client.get("b/k")).isEqualTo(bytes(10));
        join(starter);
    }

    private static void let(Duration pass) {
        long until = System.nanoTime() + pass.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldNameTheNodeThatIsGone() {
        client.put("b/k", bytes(FakeShard.CHUNK_SIZE));
        cluster.node1Server.stop();
        cluster.node2Server.stop();
        String gone = cluster.node1.chunks.isEmpty() ? cluster.node2Server.address() : cluster.node1Server.address();
        assertThatThrownBy(() -> client.get("b/k", GetOptions.NONE.withDeadline(SHORT)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(gone);
    }

    @Test
    void shouldFailAWriterWhoseSessionExpiredOnlyWhenItsBytesAreGone() throws IOException {
        PocketOutputStream out = client.openForWrite("b/k", PutOptions.NONE.withDeadline(Duration.ofSeconds(10)));
        out.write(bytes(20 * FakeShard.CHUNK_SIZE));
        cluster.shardServer.stop();
        cluster.shard.forgetUploads();
        cluster.shardServer.restart();
        let(Duration.ofMillis(2));
        assertThatThrownBy(out::close).isInstanceOf(UnavailableException.class).hasMessageContaining("put it again");
        assertThat(client.exists("b/k")).isFalse();
    }

    @Test
    void shouldReleaseItsSocketsWhenClosed() {
        long before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            try (PocketClient each = cluster.connect()) {
                each.put("b/k", bytes(FakeShard.CHUNK_SIZE));
            }
        }
        Eventually.within(
                Duration.ofSeconds(10), () -> assertThat(openDescriptors()).isLessThan(before + 20));
    }

    private static long openDescriptors() {
        try (var all = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
