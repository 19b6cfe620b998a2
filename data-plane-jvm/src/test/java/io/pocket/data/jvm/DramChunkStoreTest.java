package io.pocket.data.jvm;

import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkStoreContract;
import io.pocket.slab.MappedRegion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DramChunkStoreTest extends ChunkStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected ChunkStore newStore() throws IOException {
        return new DramChunkStore(MappedRegion.open(directory.resolve("slab"), CAPACITY_BYTES));
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) throws IOException {
        former.close();
        return newStore();
    }
}
