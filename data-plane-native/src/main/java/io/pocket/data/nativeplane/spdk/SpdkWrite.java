package io.pocket.data.nativeplane.spdk;

import io.pocket.data.Admission;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.jvm.file.StagedTransfer;
import io.pocket.data.jvm.file.StagingArea;
import io.pocket.data.jvm.file.TransferQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of a chunk on its way to the device, which knows only whole blocks. The part lies in a run of whole blocks at the same distance from
 * the block's start as on the device, so that nothing has to be moved. A chunk's last part is padded with zeroes. A part with another
 * ragged edge shares a block with its neighbour: the {@link SpdkDevice} fills the rest of that block in from the device first.
 */
final class SpdkWrite extends StagedTransfer implements ChunkWrite {

    private final StagingArea staging;
    private final TransferQueue queue;
    private long extent;
    private int start;
    private int lead;
    private int lengthBytes;
    private int blocksBytes;
    private boolean tailRagged;
    private ByteBuffer target;

    SpdkWrite(StagingArea staging, TransferQueue queue) {
        super(staging);
        this.staging = staging;
        this.queue = queue;
    }

    @Override
    public Admission begin(long chunkExtent, int chunkLengthBytes, int offset, int length) {
        int end = offset + length;
        int first = DeviceBlocks.down(offset);
        int blocks = DeviceBlocks.up(end) - first;
        if (!take(StagingArea.Use.WRITE, blocks)) {
            return Admission.BUSY;
        }
        extent = chunkExtent;
        start = first;
        lead = offset - first;
        lengthBytes = length;
        blocksBytes = blocks;
        tailRagged = end != DeviceBlocks.down(end) && end != chunkLengthBytes;
        target = view(lead, length);
        return Admission.ACCEPTED;
    }

    @Override
    public ByteBuffer target() {
        return target;
    }

    @Override
    public void submit(Completion completion) {
        tells(completion);
        int end = lead + lengthBytes;
        if (!tailRagged) {
            staging.zero(run() + (long) end, blocksBytes - end);
        }
        prepare(true, !isRagged(), extent + start, run(), blocksBytes);
        queue.add(this);
    }

    /** Whether a block at one of its ends belongs to a neighbour too. */
    boolean isRagged() {
        return lead > 0 || tailRagged;
    }

    /** Bytes of its first block that are a neighbour's. */
    int lead() {
        return lead;
    }

    /** Where in its last block a neighbour's bytes begin; 0 if it has all of that block. */
    int tail() {
        return tailRagged ? (lead + lengthBytes) % SpdkConfig.BLOCK_BYTES : 0;
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
