package io.pocket.data.nativeplane.spdk.raw;

import io.pocket.data.nativeplane.ffi.DynamicLoader;
import io.pocket.data.nativeplane.ffi.LibraryNotLoadedException;
import io.pocket.data.nativeplane.ffi.SignalGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SPDK's shared libraries, loaded into this process once and for all. Looked for in the folder that the environment variable
 * {@value #FOLDER_VARIABLE} names, or else along the loader's path. Any thread.
 *
 * <p>They do not say what they need of each other (no DT_NEEDED on the environment), and find it only if it was loaded before,
 * with its symbols visible to all: hence the order, and {@link DynamicLoader}.
 */
public final class SpdkLibraries {

    /** Folder of the libraries. */
    public static final String FOLDER_VARIABLE = "POCKET_SPDK_LIB";

    static final String HOW_TO_GET_THEM =
            "SPDK is packaged by Alpine (apk add spdk) and nixpkgs; elsewhere build a tried"
                    + " release from https://github.com/spdk/spdk with ./configure --with-shared --with-uring, and set "
                    + FOLDER_VARIABLE + " to the folder of its libraries (docs/native.md)";

    /** ELF names of what SPDK needs of others: of DPDK in its own order, then what its modules call. The image of a native node has them. */
    public static final List<String> FOUNDATIONS = List.of(
            "librte_kvargs.so.23",
            "librte_telemetry.so.23",
            "librte_eal.so.23",
            "librte_ring.so.23",
            "librte_mempool.so.23",
            "librte_mempool_ring.so.23",
            "librte_pci.so.23",
            "librte_bus_pci.so.23",
            "libcrypto.so.3",
            "libssl.so.3",
            "libuuid.so.1",
            "libaio.so.1",
            "liburing.so.2");

    private static final String DPDK_VERSION_TRIED = "DPDK 22.11.";

    private static SpdkLibraries loaded;

    private final SpdkRelease release;
    private final DynamicLoader loader;
    private final String dpdkVersion;

    private SpdkLibraries(SpdkRelease release, DynamicLoader loader, String dpdkVersion) {
        this.release = release;
        this.loader = loader;
        this.dpdkVersion = dpdkVersion;
    }

    /**
     * Loads a tried release; a second call answers the same.
     *
     * @throws SpdkUnavailableException if there is none: one line that says what was found and how to get what is missing
     */
    public static synchronized SpdkLibraries load() throws SpdkUnavailableException {
        if (loaded == null) {
            loaded = load(Optional.ofNullable(System.getenv(FOLDER_VARIABLE)).map(Path::of), SpdkRelease.TRIED);
        }
        return loaded;
    }

    static SpdkLibraries load(Optional<Path> folder, List<SpdkRelease> tried) throws SpdkUnavailableException {
        DynamicLoader loader = DynamicLoader.ofPlatform()
                .orElseThrow(
                        () -> new SpdkUnavailableException("no SPDK: this platform has no dlopen; it needs Linux"));
        SpdkRelease release = choose(folder, tried);
        // env_dpdk's constructor takes SIGBUS from the JVM; see SignalGuard.
        SignalGuard handlers = SignalGuard.begin();
        try {
            String dpdkVersion = loadFoundations(loader);
            for (String library : release.libraries()) {
                loader.load(folder.map(f -> f.resolve(library).toString()).orElse(library));
            }
            requireFunctions(loader, release);
            return new SpdkLibraries(release, loader, dpdkVersion);
        } catch (LibraryNotLoadedException e) {
            throw new SpdkUnavailableException("no SPDK: " + e.getMessage() + "; " + HOW_TO_GET_THEM);
        } finally {
            handlers.close();
        }
    }

    /** With a folder, what lies there decides; without, the newest tried one is asked of the loader. */
    private static SpdkRelease choose(Optional<Path> folder, List<SpdkRelease> tried) throws SpdkUnavailableException {
        if (folder.isEmpty()) {
            return tried.getFirst();
        }
        Path given = folder.get();
        for (SpdkRelease release : tried) {
            if (release.libraries().stream().allMatch(library -> Files.exists(given.resolve(library)))) {
                return release;
            }
        }
        throw new SpdkUnavailableException(
                "no SPDK: " + given + " has " + found(given, tried) + ", none of the tried releases "
                        + tried.stream().map(SpdkRelease::version).toList() + "; " + HOW_TO_GET_THEM);
    }

    /** The first library that is missing, and what is there instead. */
    private static String found(Path folder, List<SpdkRelease> tried) {
        SpdkRelease nearest = tried.getFirst();
        for (String library : nearest.libraries()) {
            if (!Files.exists(folder.resolve(library))) {
                String name = library.substring(0, library.indexOf(".so") + ".so".length());
                List<String> others = list(folder, name);
                return others.isEmpty() ? "no " + library : String.join(" ", others) + " instead of " + library;
            }
        }
        return "all of " + nearest.version();
    }

    private static List<String> list(Path folder, String prefix) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix + "."))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }

    private static String loadFoundations(DynamicLoader loader)
            throws LibraryNotLoadedException, SpdkUnavailableException {
        String dpdkVersion = "";
        for (String library : FOUNDATIONS) {
            DynamicLoader.Library found = loader.load(library);
            if (library.startsWith("librte_eal.")) {
                dpdkVersion = loader.callForText(found, "rte_version").orElse("unknown");
            }
        }
        if (!dpdkVersion.startsWith(DPDK_VERSION_TRIED)) {
            throw new SpdkUnavailableException("no SPDK: librte_eal.so.23 says it is " + dpdkVersion + ", not "
                    + DPDK_VERSION_TRIED + "x, which this data plane was tried with");
        }
        return dpdkVersion;
    }

    private static void requireFunctions(DynamicLoader loader, SpdkRelease release) throws SpdkUnavailableException {
        for (String function : Spdk.FUNCTIONS) {
            if (loader.find(function).isEmpty()) {
                throw new SpdkUnavailableException("no SPDK: the libraries named like " + release.version()
                        + " have no function " + function + "; " + HOW_TO_GET_THEM);
            }
        }
    }

    /** Such as {@code SPDK v26.05 on DPDK 22.11.11}. */
    public String versions() {
        return "SPDK " + release.version() + " on " + dpdkVersion;
    }

    SpdkRelease release() {
        return release;
    }

    DynamicLoader loader() {
        return loader;
    }
}
