package io.pocket.data.nativeplane.spdk;

import java.io.IOException;
import java.util.Map;

class SpdkMallocStoreTest extends SpdkStoreContract {

    @Override
    String newDevice() throws IOException {
        return SpdkForTests.malloc(DEVICE_BYTES);
    }

    @Override
    void remove(String name) throws IOException {
        SpdkForTests.call("bdev_malloc_delete", Map.of("name", name));
    }
}
