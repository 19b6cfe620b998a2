package io.pocket.data.nativeplane;

import io.pocket.data.nativeplane.ffi.DynamicLoader;
import io.pocket.data.nativeplane.ffi.LibraryNotLoadedException;
import java.util.List;
import java.util.Optional;

/**
 * Whether DPDK can be used here. Loading it is all that happens: its environment is not initialised, no hugepages are
 * taken, no device is touched.
 *
 * <p>SPDK's libraries are not loaded. The constructor of its {@code libspdk_env_dpdk} replaces the SIGBUS handler of the
 * JVM, after which touching a truncated mapped file spins for ever: whoever loads it must save {@code sigaction(7)} before
 * and restore it after. DPDK's own libraries, which this class loads, leave the handlers alone.
 */
public final class NativeLibraries {
    private static final String HOW_TO_GET_THEM = "on Debian 12: apt-get install librte-net-af-packet23"
            + " librte-net-af-xdp23 librte-net-tap23 librte-net-null23 librte-mempool-ring23";
    private static final String VERSION_FUNCTION = "rte_version";

    /**
     * What was found.
     *
     * @param dpdkVersion such as {@code DPDK 22.11.11}; empty unless {@code usable}
     * @param explanation one line: what was found, or what is missing and how to get it
     */
    public record Probe(boolean usable, Optional<String> dpdkVersion, String explanation) {
        private static Probe found(DpdkRelease release, String version) {
            return new Probe(true, Optional.of(version), version + " (" + release.environmentLibrary() + ")");
        }

        private static Probe unusable(String explanation) {
            return new Probe(false, Optional.empty(), explanation);
        }
    }

    private NativeLibraries() {}

    /** Looks for a release of DPDK that this data plane was tried with. */
    public static Probe probe() {
        return probe(DpdkRelease.TRIED);
    }

    static Probe probe(List<DpdkRelease> releases) {
        return DynamicLoader.ofPlatform()
                .map(loader -> probe(loader, releases))
                .orElseGet(() -> Probe.unusable("no DPDK: this platform has no dlopen; it needs Linux"));
    }

    private static Probe probe(DynamicLoader loader, List<DpdkRelease> releases) {
        StringBuilder failures = new StringBuilder();
        for (DpdkRelease release : releases) {
            try {
                return identify(loader, release);
            } catch (LibraryNotLoadedException e) {
                failures.append(failures.isEmpty() ? "" : "; ").append(e.getMessage());
            }
        }
        return Probe.unusable("no DPDK: " + failures + "; " + HOW_TO_GET_THEM);
    }

    private static Probe identify(DynamicLoader loader, DpdkRelease release) throws LibraryNotLoadedException {
        DynamicLoader.Library library = loader.load(release.environmentLibrary());
        return loader.callForText(library, VERSION_FUNCTION)
                .map(version -> judge(release, version))
                .orElseGet(() -> Probe.unusable(
                        release.environmentLibrary() + " is not DPDK: it has no function " + VERSION_FUNCTION));
    }

    /** The ABI number in the file's name is a promise; the version is what the layouts of structs were read from. */
    private static Probe judge(DpdkRelease release, String version) {
        if (!version.startsWith(release.versionPrefix())) {
            return Probe.unusable(release.environmentLibrary() + " says it is " + version + ", not "
                    + release.versionPrefix() + "x, which this data plane was tried with; " + HOW_TO_GET_THEM);
        }
        return Probe.found(release, version);
    }
}
