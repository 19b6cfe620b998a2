package io.pocket.data.nativeplane.spdk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class SpdkUringStoreTest extends SpdkStoreContract {

    @TempDir
    Path folder;

    @Override
    String newDevice() throws IOException {
        String name = SpdkForTests.newName();
        Path file = folder.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(DEVICE_BYTES);
        }
        SpdkForTests.call("bdev_uring_create", Map.of("name", name, "filename", file.toString(), "block_size", 4096));
        return name;
    }

    @Override
    void remove(String name) throws IOException {
        SpdkForTests.call("bdev_uring_delete", Map.of("name", name));
    }
}
