package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void shouldBePrivate() throws IOException {
        try (RunDirectory directory = RunDirectory.createIn(List.of(folder), 1)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
            assertThat(directory.logs()).isDirectory();
        }
    }

    @Test
    void shouldBeRemovedWithAllInIt() throws IOException {
        RunDirectory directory = RunDirectory.createIn(List.of(folder), 1);
        Files.writeString(
                Files.createDirectories(directory.path().resolve("a/b")).resolve("file"), "x");

        directory.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRemoveNothingThatALinkPointsTo() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        RunDirectory directory = RunDirectory.createIn(List.of(folder), 1);
        Files.createSymbolicLink(directory.path().resolve("link"), outside);

        directory.close();

        assertThat(outside).exists();
    }

    @Test
    void shouldTakeTheFirstPlaceWithRoom() {
        try (RunDirectory directory = RunDirectory.createIn(List.of(folder.resolve("none"), folder), 1)) {
            assertThat(directory.path().getParent()).isEqualTo(folder);
        }
    }

    @Test
    void shouldSayHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> RunDirectory.createIn(List.of(folder), Long.MAX_VALUE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("MiB")
                .hasMessageContaining("--capacity");
    }
}
