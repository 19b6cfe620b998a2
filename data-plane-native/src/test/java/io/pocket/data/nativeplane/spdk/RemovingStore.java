package io.pocket.data.nativeplane.spdk;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkWrite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A store whose device goes when it is closed, lest devices pile up over a test class. */
final class RemovingStore implements ChunkStore {

    private final SpdkChunkStore store;
    private final Removal removal;

    interface Removal {
        void remove() throws IOException;
    }

    RemovingStore(SpdkChunkStore store, Removal removal) {
        this.store = store;
        this.removal = removal;
    }

    void closeOnly() {
        store.close();
    }

    @Override
    public void close() {
        store.close();
        try {
            removal.remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long allocate(int lengthBytes) {
        return store.allocate(lengthBytes);
    }

    @Override
    public void free(long extent, int lengthBytes) {
        store.free(extent, lengthBytes);
    }

    @Override
    public void reserve(long extent, int lengthBytes) {
        store.reserve(extent, lengthBytes);
    }

    @Override
    public long extentBytes(int lengthBytes) {
        return store.extentBytes(lengthBytes);
    }

    @Override
    public long capacityBytes() {
        return store.capacityBytes();
    }

    @Override
    public long usedBytes() {
        return store.usedBytes();
    }

    @Override
    public long largestFreeBytes() {
        return store.largestFreeBytes();
    }

    @Override
    public ChunkWrite newWrite() {
        return store.newWrite();
    }

    @Override
    public ChunkRead newRead() {
        return store.newRead();
    }

    @Override
    public int poll() {
        return store.poll();
    }
}
