package io.pocket.data.nativeplane.spdk;

import io.pocket.data.ChunkStore;
import io.pocket.data.ChunkStoreContract;
import java.io.IOException;
import java.time.Duration;

/** The contract on a device that subclasses make; its label has no say in it. */
abstract class SpdkStoreContract extends ChunkStoreContract {

    /** What a device must have at least: the label's room and the store's. */
    static final long DEVICE_BYTES = CAPACITY_BYTES + (2L << 20);

    static final SpdkStoreOptions OPTIONS = new SpdkStoreOptions(16, 16 << 20, Duration.ofSeconds(10));

    private String device;

    /** Makes a device of {@link #DEVICE_BYTES}; the answer is its name. */
    abstract String newDevice() throws IOException;

    /** Takes the device away. */
    abstract void remove(String name) throws IOException;

    @Override
    protected ChunkStore newStore() throws IOException {
        device = newDevice();
        return new RemovingStore(open(), () -> remove(device));
    }

    @Override
    protected ChunkStore reopened(ChunkStore former) throws IOException {
        ((RemovingStore) former).closeOnly();
        return new RemovingStore(open(), () -> remove(device));
    }

    private SpdkChunkStore open() throws IOException {
        return SpdkChunkStore.open(SpdkForTests.environment(), device, CAPACITY_BYTES, OPTIONS);
    }
}
