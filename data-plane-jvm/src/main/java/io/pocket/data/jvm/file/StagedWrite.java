package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of a chunk on its way to the file. A chunk's last part is padded with zeroes to whole blocks. A part with another
 * ragged edge shares a block with its neighbour and goes through the page cache, as the neighbour does: one of them alone
 * could not write the block.
 */
final class StagedWrite extends StagedTransfer implements ChunkWrite {

    private final StagingArea staging;
    private final TransferQueue queue;
    private long position;
    private int lengthBytes;
    private boolean ragged;
    private ByteBuffer target;

    StagedWrite(StagingArea staging, TransferQueue queue) {
        super(staging);
        this.staging = staging;
        this.queue = queue;
    }

    @Override
    public Admission begin(long extent, int chunkLengthBytes, int offset, int length) {
        if (!take(StagingArea.Use.WRITE, length)) {
            return Admission.BUSY;
        }
        int end = offset + length;
        position = extent + offset;
        lengthBytes = length;
        ragged = offset != Blocks.down(offset) || (end != Blocks.down(end) && end != chunkLengthBytes);
        target = view(0, length);
        return Admission.ACCEPTED;
    }

    @Override
    public ByteBuffer target() {
        return target;
    }

    @Override
    public void submit(Completion completion) {
        tells(completion);
        if (ragged) {
            prepare(true, false, position, run(), lengthBytes);
        } else {
            int padded = Blocks.up(lengthBytes);
            staging.zero(run() + (long) lengthBytes, padded - lengthBytes);
            prepare(true, true, position, run(), padded);
        }
        queue.add(this);
    }

    @Override
    public void cancel() {
        giveBack();
    }

    @Override
    protected void ended(IOException cause) {
        giveBack();
        tell(cause);
    }
}
