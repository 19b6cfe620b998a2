package io.pocket.data.nativeplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.data.nativeplane.NativeLibraries.Probe;
import io.pocket.data.nativeplane.ffi.SignalHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "DPDK runs on Linux")
class NativeLibrariesTest {
    private static final DpdkRelease TRIED = DpdkRelease.TRIED.getFirst();

    @Test
    void shouldNameWhatIsMissingAndHowToGetIt() {
        Probe probe = NativeLibraries.probe(
                List.of(new DpdkRelease("librte_eal.so.0", "DPDK 0."), new DpdkRelease("librte_eal.so.1", "DPDK 1.")));

        assertThat(probe.usable()).isFalse();
        assertThat(probe.dpdkVersion()).isEmpty();
        assertThat(probe.explanation())
                .startsWith("no DPDK: ")
                .contains("librte_eal.so.0", "librte_eal.so.1", "apt-get install librte-net-af-packet23")
                .doesNotContain("\n");
    }

    @Test
    void shouldSayWhatItFoundWhenDpdkIsInstalled() throws IOException {
        skipUnlessInstalled();

        Probe probe = NativeLibraries.probe();

        assertThat(probe.usable()).isTrue();
        assertThat(probe.dpdkVersion())
                .hasValueSatisfying(version -> assertThat(version).matches("DPDK 22\\.11\\.[0-9]+.*"));
        assertThat(probe.explanation())
                .contains(probe.dpdkVersion().orElseThrow(), TRIED.environmentLibrary())
                .doesNotContain("\n");
    }

    @Test
    void shouldLeaveTheBusErrorsOfMappedFilesToTheJvm() throws IOException {
        skipUnlessInstalled();
        NativeLibraries.probe();

        assertThat(SignalHandlers.libraryThatHandles(SignalHandlers.SIGBUS)).endsWith("libjvm.so");
    }

    @Test
    void shouldRefuseReleaseThatNobodyTried() throws IOException {
        skipUnlessInstalled();

        Probe probe = NativeLibraries.probe(List.of(new DpdkRelease(TRIED.environmentLibrary(), "DPDK 99.11.")));

        assertThat(probe.usable()).isFalse();
        assertThat(probe.explanation()).contains("says it is DPDK 22.11.", "not DPDK 99.11.x");
    }

    @Test
    void shouldReportMissingDpdkAsSuchWhereItIsNotInstalled() throws IOException {
        if (isInstalled()) {
            abort("DPDK is installed here");
        }
        assertThat(NativeLibraries.probe().explanation())
                .startsWith("no DPDK: ")
                .contains(TRIED.environmentLibrary());
    }

    @Test
    void shouldRefuseLibraryThatIsNotDpdk() {
        assertThat(NativeLibraries.probe(List.of(new DpdkRelease("libc.so.6", "DPDK "))))
                .isEqualTo(new Probe(false, Optional.empty(), "libc.so.6 is not DPDK: it has no function rte_version"));
    }

    private static void skipUnlessInstalled() throws IOException {
        if (!isInstalled()) {
            abort("DPDK is not installed: " + NativeLibraries.probe().explanation());
        }
    }

    /** Looks for the file itself, so that a probe that finds nothing cannot skip its own test. */
    private static boolean isInstalled() throws IOException {
        return contains(Path.of("/usr/lib")) || contains(Path.of("/usr/local/lib"));
    }

    private static boolean contains(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.find(folder, 2, (file, attributes) -> isEnvironmentLibrary(file))) {
            return files.findAny().isPresent();
        }
    }

    private static boolean isEnvironmentLibrary(Path file) {
        return file.getFileName().toString().equals(TRIED.environmentLibrary());
    }
}
