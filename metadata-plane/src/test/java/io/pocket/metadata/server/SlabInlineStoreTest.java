package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.InlineStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SlabInlineStoreTest {
    private final SlabInlineStore store = new SlabInlineStore(4096);

    private static ByteBuffer bytes(int length, int first) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).put(0, (byte) first);
    }

    @Test
    void shouldGiveBackWhatItTook() {
        long handle = store.store(bytes(100, 7));

        assertThat(store.view(handle, 100)).isEqualTo(bytes(100, 7));
        store.free(handle, 100);
        assertThat(store.usedBytes()).isZero();
    }

    /** Recovery lays objects out in another order than they came: what was acknowledged must find room all the same. */
    @Test
    void shouldTakeWhatWasAcknowledgedBeyondItsCapacity() {
        long full = store.store(bytes(4096, 1));
        assertThat(store.store(bytes(100, 2))).isEqualTo(InlineStore.FULL);
        assertThat(store.fits(100)).isFalse();

        long handle = store.storeBeyondCapacity(bytes(100, 3));

        assertThat(store.view(handle, 100)).isEqualTo(bytes(100, 3));
        assertThat(store.view(full, 4096)).isEqualTo(bytes(4096, 1));
        store.free(handle, 100);
        store.free(full, 4096);
        assertThat(store.usedBytes()).isZero();
    }
}
