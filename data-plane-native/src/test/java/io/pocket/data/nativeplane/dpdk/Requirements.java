package io.pocket.data.nativeplane.dpdk;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Skips tests on machines that lack what they need, with the reason. */
final class Requirements {
    private Requirements() {}

    /** The libraries alone: enough for memory and the null device. */
    static void dpdk() {
        List<String> names = new ArrayList<>(List.of("ethdev", "mempool_ring"));
        for (Driver driver : Driver.values()) {
            names.add(driver.library());
        }
        for (String name : names) {
            String file = TestedRelease.TABLE.getFirst().library(name);
            if (!isInstalled(file)) {
                abort("no " + file + "; " + Driver.HOW_TO_GET_THEM);
            }
        }
    }

    /** Looks for the file itself, so that a loader that finds nothing cannot skip its own tests. */
    private static boolean isInstalled(String file) {
        return contains(Path.of("/usr/lib"), file) || contains(Path.of("/usr/local/lib"), file);
    }

    private static boolean contains(Path folder, String name) {
        if (Files.notExists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.find(
                folder, 2, (file, attributes) -> file.getFileName().toString().equals(name))) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also network namespaces, with pairs of interfaces between them. */
    static void namespaces() {
        dpdk();
        if (!Command.succeeds("ip", "-V") || !Command.succeeds("ethtool", "--version")) {
            abort("no ip or ethtool: apt-get install iproute2 ethtool");
        }
        String probe = NetworkNamespace.uniqueName();
        boolean allowed = Command.succeeds("ip", "netns", "add", probe);
        Command.succeeds("ip", "netns", "del", probe);
        if (!allowed) {
            abort("this process may not make network namespaces: run as root, or with CAP_SYS_ADMIN and CAP_NET_ADMIN");
        }
    }

    static void tap() {
        namespaces();
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            abort("no /dev/net/tun that this process may open");
        }
    }
}
