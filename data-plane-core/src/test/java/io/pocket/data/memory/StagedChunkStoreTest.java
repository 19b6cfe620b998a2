package io.pocket.data.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkStoreContract;
import io.pocket.data.ChunkWrite;
import io.pocket.data.RecordedCompletion;
import org.junit.jupiter.api.Test;

class StagedChunkStoreTest extends ChunkStoreContract {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BUFFERS = 2 * (4 << 20) / BUFFER_BYTES;

    @Override
    protected ChunkStore newStore() {
        return new StagedChunkStore(CAPACITY_BYTES, 4096, BUFFERS, BUFFER_BYTES);
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) {
        return ((StagedChunkStore) former).afterCrash();
    }

    @Test
    void shouldBeBusyWhileItsBuffersAreTaken() {
        StagedChunkStore store = new StagedChunkStore(CAPACITY_BYTES, 4096, 1, 1000);
        long extent = store.allocate(1000);
        ChunkWrite first = store.newWrite();
        ChunkWrite second = store.newWrite();
        assertThat(first.begin(extent, 1000, 0, 1000)).isEqualTo(Admission.ACCEPTED);
        assertThat(second.begin(extent, 1000, 0, 1000)).isEqualTo(Admission.BUSY);
        first.cancel();
        assertThat(second.begin(extent, 1000, 0, 1000)).isEqualTo(Admission.ACCEPTED);
    }

    @Test
    void shouldReturnBuffersOfAFailedTransfer() {
        StagedChunkStore store = new StagedChunkStore(CAPACITY_BYTES, 4096, 1, 1000);
        store.failing(true);
        RecordedCompletion completion = new RecordedCompletion();
        ChunkRead read = store.newRead();
        assertThat(read.begin(store.allocate(10), 0, 10, completion)).isEqualTo(Admission.ACCEPTED);
        assertThat(completion.calls()).isZero();
        assertThat(store.poll()).isEqualTo(1);
        assertThat(completion.failure()).hasMessageContaining("medium");
        assertThat(store.freeBuffers()).isEqualTo(1);
    }
}
