package io.pocket.data;

import static io.pocket.data.NodeHarness.INCARNATION;
import static io.pocket.data.NodeHarness.JOB;
import static io.pocket.data.NodeHarness.NODE;
import static io.pocket.data.NodeHarness.SHARD;
import static io.pocket.data.NodeHarness.UPLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.HeapChunkStore;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.AuditReply;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Tombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeCoreShardsTest {

    private static final long LOG = 99;
    private static final long EPOCH = 4;

    private final NodeHarness node = new NodeHarness(new HeapChunkStore(1 << 20, NodeHarness.UNIT));
    private final NodeHarness.Client client = node.client(JOB);

    @BeforeEach
    void introduceShard() {
        node.core.shards(List.of(new ShardEntry(SHARD, LOG, EPOCH, "localhost:1")), node.nowNanos);
    }

    @Test
    void shouldAskForFreesOnceConnectedAndAcknowledgeThemWithTheNextRequest() {
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        node.pass(Duration.ofSeconds(1));
        assertThat(node.shards.take(SHARD, Frees.class)).isEmpty();
        Frees first = connectAndTakeFrees();
        assertThat(first.nodeId()).isEqualTo(NODE);
        assertThat(first.incarnation()).isEqualTo(INCARNATION);
        assertThat(first.acknowledgedUpTo()).isZero();
        answer(first, new FreesReply(LOG, EPOCH, 17, List.of(new ChunkId(UPLOAD, 1)), List.of()));
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.NO_CHUNK);
        assertThat(node.counters.get(NodeCounter.FREED)).isEqualTo(1);
        Frees second = only(node.shards.take(SHARD, Frees.class));
        assertThat(second.acknowledgedLogId()).isEqualTo(LOG);
        assertThat(second.acknowledgedUpTo()).isEqualTo(17);
    }

    @Test
    void shouldIgnoreFreesFromAnotherLogOrADeposedEpoch() {
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        Frees frees = connectAndTakeFrees();
        for (FreesReply foreign : List.of(
                new FreesReply(LOG + 1, EPOCH, 1, List.of(new ChunkId(UPLOAD, 1)), List.of(new Tombstone(JOB, 5_000))),
                new FreesReply(LOG, EPOCH - 1, 1, List.of(new ChunkId(UPLOAD, 1)), List.of()))) {
            answer(frees, foreign);
            assertThat(client.read(1, 0, 1)).isEqualTo(Status.OK);
            assertThat(node.shards.take(SHARD, Frees.class)).as("at once").isEmpty();
            node.pass(Duration.ofSeconds(1));
            frees = only(node.shards.take(SHARD, Frees.class));
            assertThat(frees.acknowledgedLogId()).isZero();
        }
    }

    @Test
    void shouldNotBelieveAnEpochBelowOneItHasSeen() {
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        Frees frees = connectAndTakeFrees();
        answer(frees, new FreesReply(LOG, EPOCH + 2, 1, List.of(), List.of()));
        introduceShard();
        frees = only(node.shards.take(SHARD, Frees.class));
        answer(frees, new FreesReply(LOG, EPOCH + 1, 2, List.of(new ChunkId(UPLOAD, 1)), List.of()));
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.OK);
    }

    @Test
    void shouldNotLetAShardFreeChunksOfAnother() {
        ChunkId foreign = new ChunkId(UploadId.of(SHARD + 1, 1), 1);
        assertThat(client.write(foreign, 0, 10, new byte[10])).isEqualTo(Status.OK);
        Frees frees = connectAndTakeFrees();
        answer(frees, new FreesReply(LOG, EPOCH, 1, List.of(foreign), List.of()));
        assertThat(node.core.stat().chunks()).isEqualTo(1);
    }

    @Test
    void shouldDropJobsThatAShardKnowsToBeDropped() {
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        Frees frees = connectAndTakeFrees();
        answer(frees, new FreesReply(LOG, EPOCH, 1, List.of(), List.of(new Tombstone(JOB, 5_000))));
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.JOB_DROPPED);
        assertThat(node.core.stat().chunks()).isZero();
    }

    @Test
    void shouldAskAgainAfterAFailureAndAfterANewConnection() {
        Frees frees = connectAndTakeFrees();
        node.core.onShardReply(SHARD, frees, Status.UNAVAILABLE, new ErrorReply(0, "gone"), node.nowNanos);
        assertThat(node.shards.take(SHARD, Frees.class)).isEmpty();
        node.core.shardDisconnected(SHARD);
        node.pass(Duration.ofSeconds(2));
        assertThat(node.shards.take(SHARD, Frees.class)).isEmpty();
        connectAndTakeFrees();
    }

    @Test
    void shouldAuditOldChunksOfTheShardInBatchesAndFreeWhatItMay() {
        for (int i = 0; i < 6; i++) {
            assertThat(client.write(i, new byte[10])).isEqualTo(Status.OK);
        }
        ChunkId foreign = new ChunkId(UploadId.of(SHARD + 1, 1), 1);
        assertThat(client.write(foreign, 0, 10, new byte[10])).isEqualTo(Status.OK);
        connectAndTakeFrees();
        node.pass(Duration.ofSeconds(59));
        assertThat(node.shards.take(SHARD, Audit.class)).isEmpty();
        node.pass(Duration.ofSeconds(241));
        Audit first = only(node.shards.take(SHARD, Audit.class));
        assertThat(first.chunks()).extracting(ChunkId::sequence).containsExactly(0, 1, 2, 3);
        answer(first, new AuditReply(LOG, EPOCH, bits(0b0101)));
        node.pass(Duration.ofSeconds(1));
        Audit second = only(node.shards.take(SHARD, Audit.class));
        assertThat(second.chunks()).extracting(ChunkId::sequence).containsExactly(4, 5);
        answer(second, new AuditReply(LOG, EPOCH, bits(0b10)));
        assertThat(remainingSequences()).containsExactlyInAnyOrder(1, 3, 4, 1);
        node.pass(Duration.ofSeconds(299));
        assertThat(node.shards.take(SHARD, Audit.class))
                .as("before the next pass")
                .isEmpty();
        node.pass(Duration.ofSeconds(2));
        assertThat(only(node.shards.take(SHARD, Audit.class)).chunks())
                .extracting(ChunkId::sequence)
                .containsExactly(1, 3, 4);
    }

    @Test
    void shouldIgnoreAuditAnswersItMustNotBelieve() {
        assertThat(client.write(0, new byte[10])).isEqualTo(Status.OK);
        connectAndTakeFrees();
        node.pass(Duration.ofSeconds(301));
        Audit audit = only(node.shards.take(SHARD, Audit.class));
        answer(audit, new AuditReply(LOG + 1, EPOCH, bits(1)));
        node.pass(Duration.ofSeconds(301));
        audit = only(node.shards.take(SHARD, Audit.class));
        answer(audit, new AuditReply(LOG, EPOCH - 1, bits(1)));
        node.pass(Duration.ofSeconds(301));
        audit = only(node.shards.take(SHARD, Audit.class));
        answer(audit, new AuditReply(LOG, EPOCH, Bytes.EMPTY));
        assertThat(client.read(0, 0, 1)).isEqualTo(Status.OK);
    }

    @Test
    void shouldFollowTheControllersListOfShards() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        ShardEntry other = new ShardEntry(SHARD + 1, 7, 1, "localhost:2");
        assertThat(controller.statusOf(new ShardsPut(List.of(other)))).isEqualTo(Status.OK);
        assertThat(node.shards.shards()).containsExactly(other);
        node.core.shardConnected(SHARD, node.nowNanos);
        assertThat(node.shards.take(SHARD, Frees.class)).isEmpty();
        node.core.shardConnected(SHARD + 1, node.nowNanos);
        assertThat(node.shards.take(SHARD + 1, Frees.class)).hasSize(1);
    }

    private Frees connectAndTakeFrees() {
        node.core.shardConnected(SHARD, node.nowNanos);
        return only(node.shards.take(SHARD, Frees.class));
    }

    private void answer(Frees request, FreesReply reply) {
        node.core.onShardReply(SHARD, request, Status.OK, reply, node.nowNanos);
    }

    private void answer(Audit request, AuditReply reply) {
        node.core.onShardReply(SHARD, request, Status.OK, reply, node.nowNanos);
    }

    private List<Integer> remainingSequences() {
        List<Integer> sequences = new ArrayList<>();
        ChunkIndex chunks = node.core.chunks();
        for (int slot = chunks.nextSlot(0); slot != ChunkIndex.NONE; slot = chunks.nextSlot(slot + 1)) {
            sequences.add(chunks.sequence(slot));
        }
        return sequences;
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private static Bytes bits(int value) {
        return Bytes.copyOf(new byte[] {(byte) value});
    }
}
