package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LoopBuffersTest {
    private static final int SIZE = 64;
    private static final int KEPT = 2;

    private final LoopBuffers buffers = new LoopBuffers(ByteBufAllocator.DEFAULT, SIZE, KEPT);

    @Test
    void shouldLendTheSameMemoryAgainOnceReleased() {
        LoopBuffer first = buffers.take();
        first.writeInt(7).release();

        LoopBuffer second = buffers.take();

        assertThat(second).isSameAs(first);
        assertThat(second.refCnt()).isOne();
        assertThat(second.readableBytes()).as("it is empty").isZero();
        second.release();
    }

    @Test
    void shouldNotLendWhatIsStillInUse() {
        LoopBuffer first = buffers.take();
        ByteBuf slice = first.retainedSlice(0, 8);
        first.release();

        assertThat(buffers.take()).isNotSameAs(first);
        assertThat(buffers.lent()).isEqualTo(2);

        slice.release();
        assertThat(buffers.take()).isSameAs(first);
    }

    @Test
    void shouldFreeMoreThanItKeeps() {
        LoopBuffer[] taken = {buffers.take(), buffers.take(), buffers.take()};
        for (LoopBuffer each : taken) {
            each.release();
        }

        assertThat(buffers.kept()).isEqualTo(KEPT);
        assertThat(buffers.lent()).isZero();
    }

    @Test
    void shouldNotKeepOneOfUnusualSize() {
        LoopBuffer large = buffers.take(SIZE + 1);
        assertThat(large.capacity()).isEqualTo(SIZE + 1);

        large.release();

        assertThat(buffers.kept()).isZero();
    }

    @Test
    void shouldSayThatBytesWereTakenOnceAllOfThemWere() {
        EmbeddedChannel channel = new EmbeddedChannel();
        OutputQueue queue = new OutputQueue(channel, buffers, () -> {});
        ByteBuffer lent = ByteBuffer.allocateDirect(10);
        queue.copy(ByteBuffer.wrap(new byte[5]));
        queue.lend(new ByteBuffer[] {lent}, () -> {});
        queue.copy(ByteBuffer.wrap(new byte[6]));
        queue.flush();
        assertThat(queue.sentBytes()).isEqualTo(21);
        assertThat(queue.pendingBytes()).isEqualTo(21);

        ((ByteBuf) channel.readOutbound()).release();
        assertThat(queue.takenBytes()).as("its memory also holds what follows").isZero();
        ((ByteBuf) channel.readOutbound()).release();
        assertThat(queue.takenBytes()).isEqualTo(10);
        ((ByteBuf) channel.readOutbound()).release();

        assertThat(queue.takenBytes()).isEqualTo(21);
        assertThat(queue.pendingBytes()).isZero();
        assertThat(channel.close().isSuccess()).isTrue();
        assertThat(buffers.lent()).isZero();
    }
}
