package io.pocket.data.jvm.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A device that moves nothing, and ends transfers, or does not, as it is told. */
final class FailingDevice implements FileDevice {

    enum Manner {
        FAIL,
        FULL,
        INTERRUPT,
        HALVES,
        SUCCEED,
        HANG
    }

    private final Deque<Transfer> underWay = new ArrayDeque<>();
    private Manner manner = Manner.FAIL;
    private int starts;
    private int mostUnderWay;
    private boolean directThroughout = true;

    void manner(Manner wanted) {
        manner = wanted;
    }

    int starts() {
        return starts;
    }

    int mostUnderWay() {
        return mostUnderWay;
    }

    boolean directThroughout() {
        return directThroughout;
    }

    @Override
    public void start(Transfer transfer) {
        starts++;
        directThroughout &= transfer.isDirect();
        underWay.add(transfer);
        mostUnderWay = Math.max(mostUnderWay, underWay.size());
    }

    @Override
    public void submit() {
        // Nothing is held back.
    }

    @Override
    public int reap(Outcome outcome) {
        Transfer transfer = manner == Manner.HANG ? null : underWay.poll();
        if (transfer == null) {
            return 0;
        }
        switch (manner) {
            case FAIL -> outcome.tell(transfer, -Errno.EIO);
            case FULL -> outcome.tell(transfer, -Errno.ENOSPC);
            case INTERRUPT -> outcome.tell(transfer, -Errno.EAGAIN);
            case HALVES -> outcome.tell(transfer, (transfer.remaining() + 1) / 2);
            case SUCCEED -> outcome.tell(transfer, transfer.remaining());
            case HANG -> throw new AssertionError("nothing ends");
        }
        return 1;
    }

    @Override
    public void force() throws IOException {
        if (manner == Manner.FAIL) {
            throw Errno.failure(Errno.EIO);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
