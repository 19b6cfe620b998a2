package io.pocket.data;

import static io.pocket.data.NodeHarness.JOB;
import static io.pocket.data.NodeHarness.UNIT;
import static io.pocket.data.NodeHarness.UPLOAD;
import static io.pocket.data.NodeHarness.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pocket.data.memory.HeapChunkStore;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NodeCoreDataTest {

    private static final int CAPACITY = 64 * UNIT;

    private final HeapChunkStore store = new HeapChunkStore(CAPACITY, UNIT);
    private final NodeHarness node = new NodeHarness(store);
    private final NodeHarness.Client client = node.client(JOB);

    @Test
    void shouldServeWhatWasWritten() {
        byte[] bytes = content(5_000, 1);
        assertThat(client.write(1, bytes)).isEqualTo(Status.OK);
        assertThat(client.contentOf(1, 5_000)).isEqualTo(bytes);
        assertThat(client.read(1, 100, 7)).isEqualTo(Status.OK);
        assertThat(client.peer.lentContent()).isEqualTo(Arrays.copyOfRange(bytes, 100, 107));
        assertThat(node.counters.get(NodeCounter.WRITTEN_BYTES)).isEqualTo(5_000);
        assertThat(node.counters.get(NodeCounter.READ_BYTES)).isEqualTo(5_007);
    }

    @Test
    void shouldNotServeAChunkBeforeAllOfItHasArrived() {
        byte[] bytes = content(3_000, 2);
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        assertThat(client.write(chunk, 1_000, 3_000, Arrays.copyOfRange(bytes, 1_000, 3_000)))
                .isEqualTo(Status.OK);
        assertThat(client.read(1, 1_000, 10)).isEqualTo(Status.CHUNK_INCOMPLETE);
        assertThat(client.write(chunk, 0, 3_000, Arrays.copyOfRange(bytes, 0, 1_000)))
                .isEqualTo(Status.OK);
        assertThat(client.contentOf(1, 3_000)).isEqualTo(bytes);
    }

    @Test
    void shouldAnswerARepeatedWriteWithoutTouchingTheBytes() {
        byte[] bytes = content(3_000, 3);
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        assertThat(client.write(1, bytes)).isEqualTo(Status.OK);
        assertThat(client.write(1, new byte[3_000])).isEqualTo(Status.OK);
        assertThat(client.contentOf(1, 3_000)).isEqualTo(bytes);
        ChunkId inParts = new ChunkId(UPLOAD, 2);
        assertThat(client.write(inParts, 0, 20, new byte[10])).isEqualTo(Status.OK);
        assertThat(client.write(inParts, 0, 20, new byte[10])).isEqualTo(Status.OK);
        assertThat(client.read(2, 0, 1)).isEqualTo(Status.CHUNK_INCOMPLETE);
        assertThat(client.write(chunk, 0, 4_000, new byte[4_000])).isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldRefuseSenselessWritesAndReads() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        assertThat(client.write(chunk, 0, 0, new byte[1])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(chunk, 0, 10, new byte[0])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(chunk, 5, 10, new byte[6])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(chunk, Integer.MAX_VALUE, 10, new byte[6])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(chunk, 0, (1 << 20) + 1, new byte[6])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(new ChunkId(UploadId.NONE, 1), 0, 6, new byte[6]))
                .isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 0)).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.read(1, 0, 11)).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.read(1, Integer.MAX_VALUE, 1)).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.read(2, 0, 1)).isEqualTo(Status.NO_CHUNK);
        assertThat(node.core.stat().pins()).isZero();
    }

    @Test
    void shouldKeepTheSpaceOfAFreedChunkUntilTheLastReaderIsDone() {
        byte[] bytes = content(CAPACITY, 4);
        assertThat(client.write(1, bytes)).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, CAPACITY)).isEqualTo(Status.OK);
        assertThat(client.statusOf(new Discard(new ChunkId(UPLOAD, 1)))).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.NO_CHUNK);
        assertThat(client.write(2, new byte[1])).isEqualTo(Status.FULL);
        assertThat(client.peer.lentContent()).isEqualTo(bytes);
        client.peer.releaseLent();
        assertThat(store.usedBytes()).isZero();
        assertThat(client.write(2, new byte[1])).isEqualTo(Status.OK);
    }

    @Test
    void shouldReleaseWhatAClosedConnectionWasLent() {
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 10)).isEqualTo(Status.OK);
        node.core.closed(client.session);
        assertThat(node.core.stat().pins()).isEqualTo(1);
        LentBytes lent = client.peer.releaseLent();
        assertThat(node.core.stat().pins()).isZero();
        assertThatIllegalStateException().isThrownBy(lent::release);
    }

    @Test
    void shouldLeaveNoTraceOfAWriteThatWasCutOff() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        beginWrite(client, chunk, 0, 5_000, 5_000);
        node.core.writeTarget(client.session).put(new byte[4_999]);
        assertThat(store.usedBytes()).isPositive();
        node.core.closed(client.session);
        assertThat(store.usedBytes()).isZero();
        assertThat(node.core.stat().chunks()).isZero();
        assertThat(client.peer.isSilent()).isTrue();
    }

    @Test
    void shouldKeepThePartsThatArrivedBeforeACutOff() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        byte[] bytes = content(2_000, 5);
        assertThat(client.write(chunk, 0, 2_000, Arrays.copyOf(bytes, 1_000))).isEqualTo(Status.OK);
        beginWrite(client, chunk, 1_000, 2_000, 1_000);
        node.core.closed(client.session);
        NodeHarness.Client again = node.client(JOB);
        assertThat(again.write(chunk, 1_000, 2_000, Arrays.copyOfRange(bytes, 1_000, 2_000)))
                .isEqualTo(Status.OK);
        assertThat(again.contentOf(1, 2_000)).isEqualTo(bytes);
    }

    @Test
    void shouldNotMindTheFormerConnectionOfARepeatedWrite() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        byte[] bytes = content(5_000, 6);
        beginWrite(client, chunk, 0, 5_000, 5_000);
        NodeHarness.Client again = node.client(JOB);
        assertThat(again.write(1, bytes)).isEqualTo(Status.OK);
        node.core.closed(client.session);
        assertThat(again.contentOf(1, 5_000)).isEqualTo(bytes);
        assertThat(node.core.stat().pins()).isZero();
    }

    @Test
    void shouldSayThatAChunkWasFreedWhileItArrived() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        beginWrite(client, chunk, 0, 10, 10);
        assertThat(node.client(JOB).statusOf(new Discard(chunk))).isEqualTo(Status.OK);
        assertThat(store.usedBytes()).isEqualTo(UNIT);
        node.core.writeTarget(client.session).put(new byte[10]);
        node.core.completeWrite(client.session);
        assertThat(client.peer.takeStatus()).isEqualTo(Status.NO_CHUNK);
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void shouldRefuseScatteredPartsAndKeepTheRest() {
        ChunkId chunk = new ChunkId(UPLOAD, 1);
        for (int i = 0; i < ReceivedRanges.RANGES_MAX; i++) {
            assertThat(client.write(chunk, 2 * i, 1_000, new byte[1])).isEqualTo(Status.OK);
        }
        assertThat(client.write(chunk, 500, 1_000, new byte[1])).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(chunk, 0, 1_000, new byte[1_000])).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 1_000)).isEqualTo(Status.OK);
    }

    @Test
    void shouldKeepTheGuaranteeOfOneJobFromAnother() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        assertThat(controller.statusOf(new JobGrant(JOB, 48 * UNIT, 0, 0))).isEqualTo(Status.OK);
        NodeHarness.Client other = node.client(JOB + 1);
        assertThat(other.write(1, new byte[16 * UNIT])).isEqualTo(Status.OK);
        assertThat(other.write(2, new byte[1])).isEqualTo(Status.FULL);
        for (int i = 10; i < 13; i++) {
            assertThat(client.write(i, new byte[16 * UNIT])).isEqualTo(Status.OK);
        }
        assertThat(client.write(13, new byte[1])).isEqualTo(Status.FULL);
        assertThat(node.counters.get(NodeCounter.FULL)).isEqualTo(2);
    }

    @Test
    void shouldCountPendingBytes() {
        NodeHarness.Client other = node.client(JOB + 1);
        beginWrite(other, new ChunkId(UPLOAD, 1), 0, CAPACITY, 100);
        assertThat(client.write(2, new byte[1])).isEqualTo(Status.FULL);
        assertThat(node.core.stat().pendingBytes()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldHoldAJobToItsLimitAndTheNodeToItsCapacity() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        assertThat(controller.statusOf(new JobGrant(JOB, 0, 2 * UNIT, 0))).isEqualTo(Status.OK);
        assertThat(client.write(1, new byte[2 * UNIT])).isEqualTo(Status.OK);
        assertThat(client.write(2, new byte[1])).isEqualTo(Status.FULL);
        assertThat(controller.statusOf(new JobGrant(JOB, CAPACITY, 0, 0))).isEqualTo(Status.OK);
        assertThat(controller.statusOf(new JobGrant(JOB + 1, 1, 0, 0))).isEqualTo(Status.FULL);
    }

    @Test
    void shouldRefuseNewChunksWhileDrainingAndServeOldOnes() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        ChunkId begun = new ChunkId(UPLOAD, 2);
        assertThat(client.write(begun, 0, 20, new byte[10])).isEqualTo(Status.OK);
        assertThat(controller.statusOf(new Drain(true))).isEqualTo(Status.OK);
        assertThat(client.write(3, new byte[10])).isEqualTo(Status.DRAINING);
        assertThat(client.write(begun, 10, 20, new byte[10])).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 10)).isEqualTo(Status.OK);
        assertThat(((NodeStatReply) controller.ask(new NodeStat()).body()).state())
                .isEqualTo(NodeState.DRAINING);
        assertThat(controller.statusOf(new Drain(false))).isEqualTo(Status.OK);
        assertThat(client.write(3, new byte[10])).isEqualTo(Status.OK);
    }

    /** The controller takes a node for empty when it says so: a chunk on its way counts from its first byte on. */
    @Test
    void shouldNotBeEmptyWhileAChunkIsOnItsWayNorTakeOneOnceItIs() {
        node.core.drain(true);
        beginWriteRefused();
        node.core.drain(false);
        beginWrite(client, new ChunkId(UPLOAD, 50), 0, 10, 10);
        node.core.drain(true);

        assertThat(node.core.stat().chunks()).isEqualTo(1);
        node.core.abortWrite(client.session);

        assertThat(node.core.stat().chunks()).isZero();
        assertThat(node.core.stat().pins()).isZero();
        assertThat(node.core.stat().state()).isEqualTo(NodeState.DRAINING);
        beginWriteRefused();
    }

    private void beginWriteRefused() {
        assertThat(client.write(51, new byte[10])).isEqualTo(Status.DRAINING);
    }

    @Test
    void shouldTakeNothingNewOnceItIsLeavingWhateverIsPushed() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        long revision = node.core.knowledgeRevision();

        node.core.leave();
        assertThat(node.core.isDraining()).as("nothing to keep over a restart").isFalse();
        assertThat(node.core.knowledgeRevision()).isEqualTo(revision);
        assertThat(controller.statusOf(new Drain(false))).isEqualTo(Status.OK);

        assertThat(client.write(1, new byte[10])).isEqualTo(Status.DRAINING);
        assertThat(node.core.stat().state()).isEqualTo(NodeState.DRAINING);
    }

    @Test
    void shouldBelieveARegistrationAboutDrainingUnlessSomethingNewerWasPushed() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        node.core.drainAsRegistered(true);
        assertThat(node.core.isDraining()).isTrue();
        node.core.drainAsRegistered(false);
        assertThat(node.core.isDraining()).isFalse();

        assertThat(controller.statusOf(new Drain(true))).isEqualTo(Status.OK);
        node.core.drainAsRegistered(false);

        assertThat(node.core.isDraining()).isTrue();
    }

    @Test
    void shouldDropAJobAndKeepItDropped() {
        NodeHarness.Client controller = node.service(Role.CONTROLLER);
        NodeHarness.Client other = node.client(JOB + 1);
        for (int i = 0; i < 10; i++) {
            assertThat(client.write(i, new byte[1_500])).isEqualTo(Status.OK);
            assertThat(other.write(100 + i, new byte[1_500])).isEqualTo(Status.OK);
        }
        beginWrite(client, new ChunkId(UPLOAD, 50), 0, 10, 10);
        DropReply dropped = (DropReply) controller.ask(new DropJob(JOB, 1_500)).body();
        assertThat(dropped).isEqualTo(new DropReply(11, 15_010));
        node.core.writeTarget(client.session).put(new byte[10]);
        node.core.completeWrite(client.session);
        assertThat(client.peer.takeStatus()).isEqualTo(Status.JOB_DROPPED);
        assertThat(store.usedBytes()).isEqualTo(20 * UNIT);
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.JOB_DROPPED);
        assertThat(client.write(1, new byte[1])).isEqualTo(Status.JOB_DROPPED);
        NodeHarness.Client late = node.open().hello(Role.CLIENT, "job:" + JOB + ":3");
        assertThat(late.peer.takeStatus()).isEqualTo(Status.JOB_DROPPED);
        assertThat(controller.statusOf(new JobGrant(JOB, 1, 0, 0))).isEqualTo(Status.JOB_DROPPED);
        assertThat(other.read(100, 0, 1)).isEqualTo(Status.OK);
    }

    @Test
    void shouldForgetATombstoneOnlyAfterTheLastToken() {
        node.core.dropJob(JOB, 1_500);
        node.core.dropJob(JOB, 1_200);
        node.epochSeconds = 1_500;
        node.pass(Duration.ofSeconds(1));
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.JOB_DROPPED);
        node.epochSeconds = 1_501;
        node.pass(Duration.ofSeconds(1));
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.NO_CHUNK);
    }

    @Test
    void shouldComeBackWithItsCompleteChunks() {
        byte[] bytes = content(5_000, 7);
        assertThat(client.write(1, bytes)).isEqualTo(Status.OK);
        assertThat(client.write(new ChunkId(UPLOAD, 2), 0, 20, new byte[10])).isEqualTo(Status.OK);
        node.core = node.newCore(store.afterCrash());
        NodeHarness.Client again = node.client(JOB);
        assertThat(again.contentOf(1, 5_000)).isEqualTo(bytes);
        assertThat(again.read(2, 0, 1)).isEqualTo(Status.NO_CHUNK);
        assertThat(node.core.stat().chunks()).isEqualTo(1);
        assertThat(node.core.incarnation()).isEqualTo(NodeHarness.INCARNATION);
    }

    @Test
    void shouldReportHowFullItIs() {
        assertThat(client.write(1, new byte[1_500])).isEqualTo(Status.OK);
        assertThat(client.read(1, 0, 10)).isEqualTo(Status.OK);
        assertThat(node.core.stat()).isEqualTo(new NodeStatReply(CAPACITY, 2 * UNIT, 1_500, 0, 1, 1, NodeState.LIVE));
        node.pass(Duration.ofSeconds(1));
        assertThat(node.counters.get(NodeCounter.USED_BYTES)).isEqualTo(2 * UNIT);
        assertThat(node.counters.get(NodeCounter.PINS)).isEqualTo(1);
        assertThat(node.counters.get(NodeCounter.CONNECTIONS)).isEqualTo(1);
    }

    private void beginWrite(NodeHarness.Client by, ChunkId chunk, int offset, int declared, int length) {
        WriteStart start =
                node.core.beginWrite(by.session, 1, new ChunkPart().of(new Write(chunk, offset, declared)), length, 0);
        assertThat(start).isEqualTo(WriteStart.TAKE);
        ByteBuffer target = node.core.writeTarget(by.session);
        assertThat(target.remaining()).isEqualTo(length);
    }
}
