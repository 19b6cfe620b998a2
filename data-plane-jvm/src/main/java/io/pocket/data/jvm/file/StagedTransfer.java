package io.pocket.data.jvm.file;

import io.pocket.data.Completion;
import io.pocket.slab.ExtentAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A transfer and its run of the staging area, seen through a buffer that is made once. */
public abstract class StagedTransfer extends Transfer {

    private final StagingArea staging;
    private final ByteBuffer buffer;
    private long run;
    private int runBytes;
    private Completion completion;

    protected StagedTransfer(StagingArea staging) {
        this.staging = staging;
        buffer = staging.buffer();
    }

    /** False if no run is long enough. */
    protected final boolean take(StagingArea.Use use, int lengthBytes) {
        run = staging.take(use, lengthBytes);
        runBytes = lengthBytes;
        return run != ExtentAllocator.FULL;
    }

    protected final void giveBack() {
        staging.giveBack(run, runBytes);
    }

    protected final int run() {
        return (int) run;
    }

    protected final ByteBuffer view(int offset, int lengthBytes) {
        return buffer.limit(run() + offset + lengthBytes).position(run() + offset);
    }

    /** Who is to be told. */
    protected final void tells(Completion asker) {
        completion = asker;
    }

    @Override
    protected final void overdue(IOException cause) {
        completion.overdue(cause);
    }

    /** The asker may begin the next transfer while it is told. */
    protected final void tell(IOException cause) {
        Completion told = completion;
        completion = null;
        if (cause == null) {
            told.completed();
        } else {
            told.failed(cause);
        }
    }
}
