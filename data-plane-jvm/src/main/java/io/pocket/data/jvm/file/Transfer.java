package io.pocket.data.jvm.file;

import java.io.IOException;

/**
 * One run of bytes between the staging area and the file, as the device sees it. A short transfer goes on where it
 * stopped. Reusable.
 */
public abstract class Transfer {

    /** Of {@link Deadlines}. */
    Transfer older;

    Transfer younger;
    long deadlineNanos;

    private boolean write;
    private boolean direct;
    private long filePosition;
    private int stagingOffset;
    private int lengthBytes;
    private int doneBytes;
    private int attempts;
    private boolean overdue;

    /** What is to be moved; {@code direct} if file position and length are multiples of the device's block. */
    public final void prepare(boolean toFile, boolean blocksOnly, long position, int staging, int length) {
        write = toFile;
        direct = blocksOnly;
        filePosition = position;
        stagingOffset = staging;
        lengthBytes = length;
        doneBytes = 0;
        attempts = 0;
        overdue = false;
    }

    /** Its deadline has passed while the device has it. */
    final void markOverdue() {
        overdue = true;
    }

    public final boolean isOverdue() {
        return overdue;
    }

    /** Bytes that were to be moved. */
    public final int length() {
        return lengthBytes;
    }

    public final boolean isWrite() {
        return write;
    }

    public final boolean isDirect() {
        return direct;
    }

    /** Where in the file the rest begins. */
    public final long position() {
        return filePosition + doneBytes;
    }

    /** Where in the staging area the rest begins. */
    public final int staging() {
        return stagingOffset + doneBytes;
    }

    /** Bytes left to move. */
    public final int remaining() {
        return lengthBytes - doneBytes;
    }

    /** Counts one more start; the answer is how many there were since the last progress. */
    final int attempt() {
        return ++attempts;
    }

    /** Notes progress. What follows is direct only if it still consists of whole blocks. */
    final void advance(int bytes, int blockBytes) {
        doneBytes += bytes;
        direct &= doneBytes % blockBytes == 0;
        attempts = 0;
    }

    /** The deadline has passed; {@link #ended} follows when the device lets go, perhaps never. On the owner's thread. */
    protected void overdue(IOException cause) {
        // Whoever has deadlines kept overrides this.
    }

    /** All bytes are moved, if {@code cause} is null. On the owner's thread. */
    protected abstract void ended(IOException cause);
}
