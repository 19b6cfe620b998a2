package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A medium with little room. */
final class LimitedMedium implements Medium {
    private final Medium real = new Medium.Files();
    private final AtomicLong leftBytes;

    LimitedMedium(long bytes) {
        this.leftBytes = new AtomicLong(bytes);
    }

    void add(long bytes) {
        leftBytes.addAndGet(bytes);
    }

    @Override
    public void fill(FileChannel file, long lengthBytes) throws IOException {
        if (leftBytes.get() < lengthBytes) {
            throw new IOException("No space left on device");
        }
        leftBytes.addAndGet(-lengthBytes);
        real.fill(file, lengthBytes);
    }

    @Override
    public void force(Segment segment, int from, int to) {
        real.force(segment, from, to);
    }
}
