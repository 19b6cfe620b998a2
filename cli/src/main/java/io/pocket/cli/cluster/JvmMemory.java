package io.pocket.cli.cluster;

import java.util.List;

/**
 * Limits of a Java process, in MiB: with all of them set it has a bound.
 *
 * @param heap objects
 * @param direct buffers of sockets, and off-heap memory that is taken as such; mapped files count apart
 * @param metaspace classes
 * @param code compiled code
 */
public record JvmMemory(int heap, int direct, int metaspace, int code) {

    JvmMemory withMoreHeap(int mebibytes) {
        return new JvmMemory(heap + mebibytes, direct, metaspace, code);
    }

    List<String> options() {
        return List.of(
                "-Xmx" + heap + "m",
                "-XX:MaxDirectMemorySize=" + direct + "m",
                "-XX:MaxMetaspaceSize=" + metaspace + "m",
                "-XX:ReservedCodeCacheSize=" + code + "m");
    }
}
