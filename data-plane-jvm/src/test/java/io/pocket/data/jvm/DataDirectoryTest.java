package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.jvm.file.FileStoreOptions;
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
        Files.writeString(folder.resolve("boot"), "another boot");
        assertThat(survives()).as("trusted after a boot").isFalse();
        assertThat(survives()).isTrue();
    }

    @Test
    void shouldStartAnewWhenTheIndexIsGone() throws Exception {
        assertThat(survives()).isFalse();
        Files.delete(folder.resolve("index"));
        assertThat(survives()).isFalse();
    }

    private boolean survives() throws Exception {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            DataDirectory.Medium medium =
                    directory.openDisk(CAPACITY_BYTES, 100, FileStoreOptions.defaults(), InstantSource.system());
            medium.store().close();
            medium.log().close();
            return medium.survived();
        }
    }
}
