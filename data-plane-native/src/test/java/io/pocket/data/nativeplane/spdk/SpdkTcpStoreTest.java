package io.pocket.data.nativeplane.spdk;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Against SPDK's own target; the controller stays attached over the tests. */
class SpdkTcpStoreTest extends SpdkStoreContract {

    @TempDir
    static Path folder;

    private static SpdkTarget target;

    @AfterAll
    static void stopTarget() {
        if (target != null) {
            target.close();
        }
    }

    @Override
    String newDevice() throws IOException {
        if (target == null) {
            target = SpdkTarget.start(folder, DEVICE_BYTES);
            SpdkForTests.environment().make(target.spec(), CAPACITY_BYTES);
        }
        return target.spec().bdevName();
    }

    @Override
    void remove(String name) {
        // It stays for the next test.
    }
}
