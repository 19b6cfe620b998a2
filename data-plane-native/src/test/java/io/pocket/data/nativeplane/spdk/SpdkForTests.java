package io.pocket.data.nativeplane.spdk;

import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.data.nativeplane.spdk.raw.SpdkUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The one environment of this test process, and devices in it. Without SPDK, tests are skipped with the reason. */
final class SpdkForTests {

    static final long MEMORY_BYTES = 512L << 20;

    private static SpdkEnvironment environment;
    private static int devices;

    private SpdkForTests() {}

    static synchronized SpdkEnvironment environment() throws IOException {
        if (environment == null) {
            environment = start();
        }
        return environment;
    }

    private static SpdkEnvironment start() throws IOException {
        try {
            return SpdkEnvironment.start(
                    new EnvironmentSettings(MEMORY_BYTES, false, reactors(), PollPolicy.ADAPTIVE, List.of()));
        } catch (SpdkUnavailableException e) {
            return abort(e.getMessage());
        }
    }

    /** Two, so that transfers of one owner end on different threads. */
    private static int reactors() {
        return 2;
    }

    /** A name that no device has yet. */
    static synchronized String newName() {
        return "test" + devices++;
    }

    /** Makes a device in memory; the answer is its name. */
    static String malloc(long sizeBytes) throws IOException {
        String name = newName();
        call("bdev_malloc_create", Map.of("name", name, "num_blocks", sizeBytes / 4096, "block_size", 4096));
        return name;
    }

    static void call(String method, Map<String, Object> parameters) throws IOException {
        environment().configure(SpdkConfig.runtime(SpdkConfig.method(method, parameters)), method);
    }
}
