package io.pocket.metadata.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Inline bytes on the heap, for tests and the simulator. */
public final class HeapInlineStore implements InlineStore {
    private final Map<Long, byte[]> stored = new HashMap<>();
    private final long capacityBytes;
    private long nextHandle;
    private long usedBytes;

    public HeapInlineStore(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    @Override
    public long store(ByteBuffer bytes) {
        return fits(bytes.remaining()) ? storeBeyondCapacity(bytes) : FULL;
    }

    @Override
    public long storeBeyondCapacity(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        stored.put(nextHandle, copy);
        usedBytes += copy.length;
        return nextHandle++;
    }

    @Override
    public ByteBuffer view(long handle, int length) {
        return ByteBuffer.wrap(stored.get(handle), 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void free(long handle, int length) {
        usedBytes -= stored.remove(handle).length;
    }

    @Override
    public boolean fits(int length) {
        return usedBytes + length <= capacityBytes;
    }

    @Override
    public long usedBytes() {
        return usedBytes;
    }
}
