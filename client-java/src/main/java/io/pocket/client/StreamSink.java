package io.pocket.client;

import io.pocket.client.core.ByteSink;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/** Holds the next few chunks for a reader that takes them in order. */
final class StreamSink implements ByteSink {
    private final int chunksMax;
    private final ChunkBuffers buffers = new ChunkBuffers();
    private final TreeMap<Long, ByteBuffer> arrived = new TreeMap<>();
    private int lent;
    private long nextOffset;

    StreamSink(int chunksMax) {
        this.chunksMax = chunksMax;
    }

    /** The chunk that continues the stream; null as long as it has not arrived. */
    ByteBuffer next() {
        ByteBuffer chunk = arrived.remove(nextOffset);
        if (chunk != null) {
            nextOffset += chunk.remaining();
        }
        return chunk;
    }

    boolean hasNext() {
        return arrived.containsKey(nextOffset);
    }

    /** A chunk from {@link #next} was read to its end. */
    void done(ByteBuffer chunk) {
        lent--;
        buffers.giveBack(chunk);
    }

    /** Only ever called again while nothing was taken: see {@link #isCommitted}. */
    @Override
    public String begin(long sizeBytes) {
        arrived.values().forEach(this::done);
        arrived.clear();
        return null;
    }

    @Override
    public ByteBuffer target(long offset, int lengthBytes) {
        if (lent == chunksMax) {
            return null;
        }
        lent++;
        return buffers.take(lengthBytes);
    }

    @Override
    public void filled(long offset, ByteBuffer target) {
        arrived.put(offset, target);
    }

    @Override
    public void dropped(ByteBuffer target) {
        done(target);
    }

    @Override
    public boolean isCommitted() {
        return nextOffset > 0;
    }
}
