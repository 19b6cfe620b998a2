package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.SlabChunkStore;
import io.pocket.data.jvm.DataDirectory.Medium;
import io.pocket.data.jvm.file.FileStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final long CAPACITY_BYTES = 4 << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheChunksOfADiskAcrossProcesses() throws Exception {
        assertThat(survives()).isFalse();
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldNotTrustADiskThatAFormerBootOfTheMachineWrote() throws Exception {
        assertThat(survives()).isFalse();
        bootAnew();
        assertThat(survives()).as("trusted after a boot").isFalse();
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldTrustADiskThatWasSettledBeforeTheMachineWasRestarted() throws Exception {
        assertThat(survives(Medium::close)).isFalse();
        bootAnew();
        assertThat(survives(Medium::close)).isTrue();
        bootAnew();
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldNotTrustTheMarkOfAnEarlierStop() throws Exception {
        assertThat(survives(Medium::close)).isFalse();
        assertThat(survives()).as("used again, and not settled").isTrue();
        bootAnew();
        assertThat(survives()).isFalse();
    }

    /** The boot cannot be noted: what the mark vouches for must not be lost by that. */
    @Test
    void shouldKeepTheMarkUntilTheBootIsNoted() throws Exception {
        assertThat(survives(Medium::close)).isFalse();
        Path boot = folder.resolve("boot");
        Files.delete(boot);
        Files.createSymbolicLink(boot, folder.resolve("absent").resolve("boot"));
        assertThatExceptionOfType(NodeStartException.class).isThrownBy(this::survives);
        Files.delete(boot);
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldLeaveNoMarkWhenTheDiskCouldNotBeSettled() throws Exception {
        survives(medium -> {
            medium.store().close();
            Medium failing = new Medium(new FailsToSettle(), medium.log(), true, medium.settled(), medium.metrics());
            assertThatExceptionOfType(IOException.class).isThrownBy(failing::close);
        });
        bootAnew();
        assertThat(survives()).isFalse();
    }

    @Test
    void shouldKeepTheMarkWhenTheNodeIsStartedWithAnotherConfiguration() throws Exception {
        assertThat(survives(Medium::close)).isFalse();
        bootAnew();
        try (DataDirectory directory = DataDirectory.open(folder)) {
            assertThatExceptionOfType(NodeStartException.class)
                    .isThrownBy(() -> directory.openDisk(
                            CAPACITY_BYTES / 2, 100, FileStoreOptions.defaults(), InstantSource.system()));
        }
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldStartAnewWhenTheIndexIsGone() throws Exception {
        assertThat(survives()).isFalse();
        Files.delete(folder.resolve("index"));
        assertThat(survives()).isFalse();
    }

    private void bootAnew() throws IOException {
        Files.writeString(folder.resolve("boot"), "another boot");
    }

    /** The process is killed at the end: nothing is settled. */
    private boolean survives() throws Exception {
        return survives(medium -> {
            medium.store().close();
            medium.log().close();
        });
    }

    private interface End {
        void of(Medium medium) throws IOException;
    }

    private boolean survives(End end) throws Exception {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            Medium medium =
                    directory.openDisk(CAPACITY_BYTES, 100, FileStoreOptions.defaults(), InstantSource.system());
            end.of(medium);
            return medium.survived();
        }
    }

    private static final class FailsToSettle extends SlabChunkStore {

        FailsToSettle() {
            super(CAPACITY_BYTES, 4096);
        }

        @Override
        public void settle() throws IOException {
            throw new IOException("the disk failed");
        }

        @Override
        public ChunkWrite newWrite() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChunkRead newRead() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
