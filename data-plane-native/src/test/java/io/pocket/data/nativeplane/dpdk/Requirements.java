package io.pocket.data.nativeplane.dpdk;

import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.data.nativeplane.NativeLibraries;
import io.pocket.data.nativeplane.ffi.DynamicLoader;
import io.pocket.data.nativeplane.ffi.LibraryNotLoadedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Skips tests on machines that lack what they need, with the reason. */
final class Requirements {
    private Requirements() {}

    /** The libraries alone: enough for memory and the null device. */
    static void dpdk() {
        NativeLibraries.Probe probe = NativeLibraries.probe();
        if (!probe.usable()) {
            abort(probe.explanation());
        }
        for (Driver driver : Driver.values()) {
            String library = TestedRelease.TABLE.getFirst().library(driver.library());
            try {
                DynamicLoader.ofPlatform().orElseThrow().load(library);
            } catch (LibraryNotLoadedException e) {
                abort("no " + library + "; " + Driver.HOW_TO_GET_THEM);
            }
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
