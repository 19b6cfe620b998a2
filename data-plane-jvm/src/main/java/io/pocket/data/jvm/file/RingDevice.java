package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A file behind an io_uring. */
final class RingDevice implements FileDevice {

    private final Ring ring;
    private final StoreFile file;
    private final long stagingAddress;
    private final boolean fixed;
    private final Transfer[] underWay;
    private final int[] freeTags;
    private int freeTagCount;

    private RingDevice(Ring ring, StoreFile file, MemorySegment staging, boolean fixed, int depth) {
        this.ring = ring;
        this.file = file;
        this.fixed = fixed;
        stagingAddress = staging.address();
        underWay = new Transfer[depth];
        freeTags = new int[depth];
        for (int tag = 0; tag < depth; tag++) {
            freeTags[freeTagCount++] = tag;
        }
    }

    /** @throws IOException where there is no io_uring; the file stays the caller's then */
    static RingDevice open(StoreFile file, CompletionSignal signal, MemorySegment staging, int depth)
            throws IOException {
        Ring ring = Ring.open(depth);
        try {
            ring.signal(signal.descriptor());
            return new RingDevice(ring, file, staging, ring.register(staging), depth);
        } catch (IOException e) {
            ring.close();
            throw e;
        }
    }

    @Override
    public void start(Transfer transfer) {
        int tag = freeTags[--freeTagCount];
        underWay[tag] = transfer;
        ring.add(
                operation(transfer.isWrite()),
                file.descriptor(transfer.isDirect()),
                transfer.position(),
                stagingAddress + transfer.staging(),
                transfer.remaining(),
                tag);
    }

    private byte operation(boolean write) {
        if (fixed) {
            return write ? Ring.WRITE_FIXED : Ring.READ_FIXED;
        }
        return write ? Ring.WRITE : Ring.READ;
    }

    @Override
    public void submit() throws IOException {
        ring.enter();
    }

    @Override
    public int reap(Outcome outcome) {
        int count = 0;
        while (count < underWay.length && ring.next()) {
            int tag = (int) ring.tag();
            int result = ring.result();
            ring.advance();
            Transfer transfer = underWay[tag];
            underWay[tag] = null;
            freeTags[freeTagCount++] = tag;
            outcome.tell(transfer, result);
            count++;
        }
        return count;
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    @Override
    public void close() {
        ring.close();
        file.close();
    }
}
