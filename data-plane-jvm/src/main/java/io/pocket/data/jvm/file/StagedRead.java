package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.Completion;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A range of a chunk on its way from the file: the blocks around it are fetched. */
public final class StagedRead extends StagedTransfer implements ChunkRead {

    private final TransferQueue queue;
    private int lead;
    private int lengthBytes;
    private ByteBuffer piece;

    public StagedRead(StagingArea staging, TransferQueue queue) {
        super(staging);
        this.queue = queue;
    }

    @Override
    public Admission begin(long extent, int offset, int length, Completion completion) {
        int start = Blocks.down(offset);
        int blocks = Blocks.up(offset + length) - start;
        if (!take(StagingArea.Use.READ, blocks)) {
            return Admission.BUSY;
        }
        lead = offset - start;
        lengthBytes = length;
        tells(completion);
        prepare(false, true, extent + start, run(), blocks);
        queue.add(this);
        return Admission.ACCEPTED;
    }

    @Override
    public int pieces() {
        return 1;
    }

    @Override
    public ByteBuffer piece(int index) {
        return piece;
    }

    @Override
    public void release() {
        giveBack();
    }

    @Override
    protected void ended(IOException cause) {
        if (cause == null) {
            piece = view(lead, lengthBytes);
        } else {
            giveBack();
        }
        tell(cause);
    }
}
