package io.pocket.data.nativeplane.spdk.raw;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said where SPDK, or a tried release of it, is missing; runs anywhere. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "SPDK runs on Linux")
class SpdkLibrariesTest {

    @TempDir
    Path folder;

    private void place(List<String> names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private void requireRefused(String... words) {
        assertThatThrownBy(() -> SpdkLibraries.load(Optional.of(folder), SpdkRelease.TRIED))
                .isInstanceOf(SpdkUnavailableException.class)
                .hasMessageStartingWith("no SPDK: ")
                .hasMessageContainingAll(words)
                .hasMessageContaining("POCKET_SPDK_LIB")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldNameTheFirstLibraryThatAnEmptyFolderLacks() {
        requireRefused(
                folder.toString(),
                "no " + SpdkRelease.TRIED.getFirst().libraries().getFirst(),
                "v26.05");
    }

    @Test
    void shouldNameWhatItFoundInsteadOfATriedRelease() throws IOException {
        List<String> names = SpdkRelease.TRIED.getFirst().libraries();
        place(names.stream().filter(name -> !name.startsWith("libspdk_nvme.")).toList());
        place(List.of("libspdk_nvme.so.17.0"));

        requireRefused("libspdk_nvme.so.17.0 instead of libspdk_nvme.so.18.0", "v26.05");
    }

    /** The names are right, the files are no libraries. */
    @Test
    void shouldPassOnWhatTheLoaderSays() throws IOException {
        place(SpdkRelease.TRIED.getFirst().libraries());

        assertThatThrownBy(() -> SpdkLibraries.load(Optional.of(folder), SpdkRelease.TRIED))
                .isInstanceOf(SpdkUnavailableException.class)
                .hasMessageStartingWith("no SPDK: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldSayWhatIsMissingAlongTheLoadersPath() {
        SpdkRelease never = new SpdkRelease("v0.01", 128, List.of("libspdk_log.so.0.0"));

        assertThatThrownBy(() -> SpdkLibraries.load(Optional.empty(), List.of(never)))
                .isInstanceOf(SpdkUnavailableException.class)
                .hasMessageStartingWith("no SPDK: ")
                .hasMessageContaining(SpdkLibraries.HOW_TO_GET_THEM)
                .hasMessageNotContaining("\n");
    }
}
