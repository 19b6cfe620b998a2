package io.pocket.data.memory;

import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkStoreContract;

class HeapChunkStoreTest extends ChunkStoreContract {

    @Override
    protected ChunkStore newStore() {
        return new HeapChunkStore(CAPACITY_BYTES, 1024);
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) {
        return ((HeapChunkStore) former).afterCrash();
    }
}
