package io.pocket.data;

import static io.pocket.data.NodeHarness.JOB;
import static io.pocket.data.NodeHarness.UPLOAD;
import static io.pocket.data.NodeHarness.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.StagedChunkStore;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Write;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The core on a store whose transfers complete later, through few buffers. */
class NodeCoreStagedTest {

    private static final int BUFFER_BYTES = 4_096;

    private final StagedChunkStore store = new StagedChunkStore(1 << 20, 4_096, 3, BUFFER_BYTES);
    private final NodeHarness node = new NodeHarness(store);
    private final NodeHarness.Client client = node.client(JOB);

    @Test
    void shouldAnswerAWriteWhenTheMediumHasIt() {
        byte[] bytes = content(10_000, 1);
        send(1, bytes);
        assertThat(client.peer.isSilent()).isTrue();
        NodeHarness.Client other = node.client(JOB);
        assertThat(other.read(1, 0, 1)).isEqualTo(Status.CHUNK_INCOMPLETE);
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        client.send(new Read(new ChunkId(UPLOAD, 1), 0, 10_000), null);
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        assertThat(client.peer.lentContent()).isEqualTo(bytes);
        client.peer.releaseLent();
        assertThat(store.freeBuffers()).isEqualTo(3);
    }

    @Test
    void shouldBeBusyWithoutBuffersAndLeaveNoTrace() {
        send(1, content(10_000, 2));
        send(2, content(5, 3));
        assertThat(client.peer.takeStatus()).isEqualTo(Status.BUSY);
        assertThat(node.core.stat().chunks()).isEqualTo(1);
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        send(2, content(5, 3));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
    }

    @Test
    void shouldWakeAStreamingWriterWhenABufferIsFree() {
        send(1, content(10_000, 4));
        NodeHarness.Client streaming = node.client(JOB);
        Write write = new Write(new ChunkId(UPLOAD, 2), 0, 100);
        assertThat(node.core.beginWrite(streaming.session, 9, new ChunkPart().of(write), 100, 0))
                .isEqualTo(WriteStart.NOT_NOW);
        assertThat(streaming.peer.resumes()).isZero();
        store.poll();
        assertThat(streaming.peer.resumes()).isEqualTo(1);
        assertThat(node.core.beginWrite(streaming.session, 9, new ChunkPart().of(write), 100, 0))
                .isEqualTo(WriteStart.TAKE);
        assertThat(streaming.peer.isSilent()).isTrue();
    }

    @Test
    void shouldFillSeveralBuffersForOneWrite() {
        byte[] bytes = content(9_000, 5);
        Write write = new Write(new ChunkId(UPLOAD, 1), 0, bytes.length);
        assertThat(node.core.beginWrite(client.session, 1, new ChunkPart().of(write), bytes.length, 0))
                .isEqualTo(WriteStart.TAKE);
        int position = 0;
        while (position < bytes.length) {
            ByteBuffer target = node.core.writeTarget(client.session);
            int count = Math.min(1_000, target.remaining());
            target.put(bytes, position, count);
            position += count;
        }
        node.core.completeWrite(client.session);
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
    }

    @Test
    void shouldReportAFailedMediumAndKeepNothingOfTheWrite() {
        store.failing(true);
        send(1, content(10, 6));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.IO_ERROR);
        assertThat(store.usedBytes()).isZero();
        store.failing(false);
        send(1, content(10, 6));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        store.failing(true);
        client.send(new Read(new ChunkId(UPLOAD, 1), 0, 10), null);
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.IO_ERROR);
        assertThat(node.core.stat().pins()).isZero();
        assertThat(store.freeBuffers()).isEqualTo(3);
    }

    @Test
    void shouldSayFullWhenTheMediumHasNoRoomAndTakeTheChunkWhenItHas() {
        store.full(true);
        send(1, content(10, 6));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.FULL);
        assertThat(store.usedBytes()).isZero();
        store.full(false);
        send(1, content(10, 6));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
    }

    @Test
    void shouldAnswerAWriteAtItsDeadlineAndKeepItsSpaceUntilTheDeviceIsDone() {
        send(1, content(10, 6));
        store.passDeadlines();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.IO_ERROR);
        client.send(new Discard(new ChunkId(UPLOAD, 1)), null);
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        assertThat(store.usedBytes())
                .as("space that the device still writes to")
                .isPositive();
        assertThat(node.core.stat().pins()).isEqualTo(1);
        store.poll();
        assertThat(client.peer.isSilent()).as("answered once").isTrue();
        assertThat(store.usedBytes()).isZero();
        assertThat(node.core.stat().pins()).isZero();
        assertThat(store.freeBuffers()).isEqualTo(3);
    }

    @Test
    void shouldNotCountAChunkThatWasStoredAfterItsWriterWasToldItFailed() {
        send(1, content(10, 6));
        store.passDeadlines();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.IO_ERROR);
        store.poll();
        assertThat(client.statusOf(new Read(new ChunkId(UPLOAD, 1), 0, 10))).isEqualTo(Status.NO_CHUNK);
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void shouldAnswerAReadAtItsDeadlineAndKeepTheChunkUntilTheDeviceIsDone() {
        send(1, content(10, 6));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        for (boolean failing : new boolean[] {true, false}) {
            store.failing(failing);
            client.send(new Read(new ChunkId(UPLOAD, 1), 0, 10), null);
            store.passDeadlines();
            assertThat(client.peer.takeStatus()).isEqualTo(Status.IO_ERROR);
            assertThat(node.core.stat().pins()).isEqualTo(1);
            store.poll();
            assertThat(client.peer.isSilent()).as("answered once").isTrue();
            assertThat(node.core.stat().pins()).isZero();
            assertThat(store.freeBuffers()).isEqualTo(3);
        }
    }

    @Test
    void shouldKeepTheSpaceWhileADeviceWritesToIt() {
        send(1, content(10, 7));
        assertThat(client.statusOf(new Discard(new ChunkId(UPLOAD, 1)))).isEqualTo(Status.OK);
        assertThat(store.usedBytes()).isPositive();
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.NO_CHUNK);
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void shouldFinishInSilenceForAClosedConnection() {
        send(1, content(10, 8));
        store.poll();
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        client.send(new Read(new ChunkId(UPLOAD, 1), 0, 10), null);
        send(2, content(10, 9));
        node.core.closed(client.session);
        store.poll();
        store.poll();
        assertThat(client.peer.isSilent()).isTrue();
        assertThat(node.core.stat().pins()).isZero();
        assertThat(store.freeBuffers()).isEqualTo(3);
        assertThat(node.core.stat().chunks()).isEqualTo(2);
    }

    private void send(int sequence, byte[] content) {
        client.send(new Write(new ChunkId(UPLOAD, sequence), 0, content.length), ByteBuffer.wrap(content));
    }
}
