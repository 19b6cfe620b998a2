package io.pocket.monitor.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Files of a kernel. {@code first} and {@code second} were recorded from a two-core machine two seconds apart, while it was
 * busy on both cores, sent 40 MB over loopback and wrote 20 MB to its disk.
 */
final class RecordedHost {
    static final InterfaceFilter ALL_BUT_LOOPBACK = new InterfaceFilter(Set.of());
    static final InterfaceFilter LOOPBACK = new InterfaceFilter(Set.of("lo"));
    static final long SECOND_NANOS = 1_000_000_000;

    private static final List<String> FILES = List.of("proc/stat", "proc/meminfo", "proc/diskstats", "proc/net/dev");

    private final Path root;
    private final Path block;

    private RecordedHost(Path root, Path block) {
        this.root = root;
        this.block = block;
    }

    static HostSnapshot first(InterfaceFilter interfaces) {
        return recorded("first").read(interfaces, 0);
    }

    /** Two seconds later. */
    static HostSnapshot second(InterfaceFilter interfaces) {
        return recorded("second").read(interfaces, 2 * SECOND_NANOS);
    }

    /** A copy of the first that a test may change. */
    static RecordedHost copyTo(Path folder) {
        RecordedHost copy = new RecordedHost(folder, folder.resolve("block"));
        FILES.forEach(file -> copy.write(file, recorded("first").text(file)));
        return copy.write("block/vda/size", "8388608\n");
    }

    RecordedHost write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    RecordedHost delete(String file) {
        try {
            Files.delete(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    HostSnapshot read() {
        return read(ALL_BUT_LOOPBACK, 0);
    }

    HostSnapshot read(InterfaceFilter interfaces, long nanoTime) {
        HostPaths paths = new HostPaths(root.resolve("proc"), block, root.resolve("cgroup"));
        return new HostReader(paths, interfaces, () -> nanoTime).read();
    }

    private String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedHost recorded(String moment) {
        try {
            Path resources = Path.of(RecordedHost.class.getResource("/host").toURI());
            return new RecordedHost(resources.resolve(moment), resources.resolve("block"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
