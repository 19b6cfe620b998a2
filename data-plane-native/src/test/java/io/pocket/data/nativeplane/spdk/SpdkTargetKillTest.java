package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The other machine dies, and comes back. */
class SpdkTargetKillTest {

    private static final long CAPACITY_BYTES = 8 << 20;
    private static final Duration BACK_DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void shouldFailWhileTheTargetIsGoneAndServeItsChunksWhenItIsBack() throws Exception {
        SpdkEnvironment environment = SpdkForTests.environment();
        try (SpdkTarget target = SpdkTarget.start(folder, 10 << 20)) {
            environment.make(target.spec(), CAPACITY_BYTES);
            SpdkStoreOptions options = new SpdkStoreOptions(16, 16 << 20, Duration.ofSeconds(20));
            try (SpdkChunkStore store =
                    SpdkChunkStore.open(environment, target.spec().bdevName(), CAPACITY_BYTES, options)) {
                failsAndComesBack(target, store);
            }
        }
    }

    private static void failsAndComesBack(SpdkTarget target, SpdkChunkStore store)
            throws IOException, InterruptedException {
        StoreDriver driver = new StoreDriver(store);
        byte[] content = StoreDriver.bytes(100_000, 1);
        long extent = store.allocate(content.length);
        long other = store.allocate(content.length);
        driver.write(extent, content).requireCompletedOnce();

        target.kill();
        RecordedCompletion whileGone = driver.write(other, content);

        assertThat(whileGone.failure()).as("a write to a target that is gone").isInstanceOf(IOException.class);
        assertThat(store.figures().stagedBytes()).as("memory that it holds").isZero();

        target.restart();
        long deadline = System.nanoTime() + BACK_DEADLINE.toNanos();
        RecordedCompletion again = driver.write(other, content);
        while (again.failures() > 0 && System.nanoTime() - deadline < 0) {
            again = driver.write(other, content);
        }
        again.requireCompletedOnce();
        // Each reactor has a connection of its own, which comes back in its own time: as many reads in a row as there
        // are.
        int readsInARow = 0;
        while (readsInARow < 2 && System.nanoTime() - deadline < 0) {
            readsInARow = driver.canRead(extent, content.length) ? readsInARow + 1 : 0;
        }
        assertThat(driver.read(extent, content.length)).isEqualTo(content);
        assertThat(driver.read(other, content.length)).isEqualTo(content);
    }
}
