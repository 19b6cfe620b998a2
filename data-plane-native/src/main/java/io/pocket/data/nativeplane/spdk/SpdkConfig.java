package io.pocket.data.nativeplane.spdk;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What SPDK is told, as its JSON configuration: the methods of its RPC interface, carried out one after the other. */
final class SpdkConfig {

    /** Of files and memory. Drives have their own. */
    static final int BLOCK_BYTES = 4096;

    private static final int KEEP_ALIVE_MILLIS = 5_000;
    private static final int RECONNECT_SECONDS = 1;

    /** Transfers to a device whose connection is down fail after this, so that clients go elsewhere. */
    private static final int FAIL_SECONDS = 2;

    private SpdkConfig() {}

    /**
     * For the start: pools no larger than a chunk store needs. SPDK's own defaults take 200 MiB, and look into each new device for
     * partitions and volumes.
     */
    static String start() {
        return subsystems(Map.of(
                "iobuf",
                List.of(method(
                        "iobuf_set_options",
                        Map.of(
                                "small_pool_count", 1_024,
                                "large_pool_count", 64,
                                "small_bufsize", 8_192,
                                "large_bufsize", 135_168))),
                "accel",
                List.of(method(
                        "accel_set_options",
                        Map.of(
                                "small_cache_size",
                                16,
                                "large_cache_size",
                                4,
                                "task_count",
                                1_024,
                                "sequence_count",
                                64,
                                "buf_count",
                                64))),
                "bdev",
                List.of(
                        method(
                                "bdev_set_options",
                                Map.of(
                                        "bdev_io_pool_size", 16_384,
                                        "bdev_io_cache_size", 256,
                                        "bdev_auto_examine", false,
                                        "iobuf_small_cache_size", 16,
                                        "iobuf_large_cache_size", 4)),
                        method(
                                "bdev_nvme_set_options",
                                Map.of("keep_alive_timeout_ms", KEEP_ALIVE_MILLIS, "bdev_retry_count", 0)))));
    }

    /** Makes the device. */
    static String device(BdevSpec spec) throws IOException {
        return switch (spec) {
            case BdevSpec.Pcie drive ->
                runtime(method(
                        "bdev_nvme_attach_controller",
                        Map.of(
                                "name",
                                "pocket",
                                "trtype",
                                "PCIe",
                                "traddr",
                                drive.address().toString())));
            case BdevSpec.NvmeTcp target -> runtime(attach(target));
            case BdevSpec.Aio aio ->
                runtime(method(
                        "bdev_aio_create",
                        Map.of("name", spec.bdevName(), "filename", aio.path().toString(), "block_size", BLOCK_BYTES)));
            case BdevSpec.Uring uring ->
                runtime(method(
                        "bdev_uring_create",
                        Map.of(
                                "name",
                                spec.bdevName(),
                                "filename",
                                uring.path().toString(),
                                "block_size",
                                BLOCK_BYTES)));
            case BdevSpec.Malloc memory ->
                runtime(method(
                        "bdev_malloc_create",
                        Map.of(
                                "name",
                                spec.bdevName(),
                                "num_blocks",
                                memory.sizeBytes() / BLOCK_BYTES,
                                "block_size",
                                BLOCK_BYTES)));
            case BdevSpec.Named device -> runtime();
        };
    }

    /** Never given up: a target that comes back is used again. */
    private static String attach(BdevSpec.NvmeTcp target) throws IOException {
        InetAddress address = InetAddress.getByName(target.host());
        return method(
                "bdev_nvme_attach_controller",
                Map.of(
                        "name",
                        "pocket",
                        "trtype",
                        "TCP",
                        "adrfam",
                        address instanceof Inet6Address ? "IPv6" : "IPv4",
                        "traddr",
                        address.getHostAddress(),
                        "trsvcid",
                        Integer.toString(target.port()),
                        "subnqn",
                        target.nqn(),
                        "ctrlr_loss_timeout_sec",
                        -1,
                        "reconnect_delay_sec",
                        RECONNECT_SECONDS,
                        "fast_io_fail_timeout_sec",
                        FAIL_SECONDS));
    }

    static String runtime(String... methods) {
        return subsystems(Map.of("bdev", List.of(methods)));
    }

    /** One call. Values are strings, whole numbers or truth values. */
    static String method(String name, Map<String, Object> parameters) {
        return "{\"method\":" + quoted(name) + ",\"params\":{"
                + parameters.entrySet().stream()
                        .map(e -> quoted(e.getKey()) + ":"
                                + (e.getValue() instanceof String text
                                        ? quoted(text)
                                        : e.getValue().toString()))
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static String subsystems(Map<String, List<String>> methods) {
        return "{\"subsystems\":["
                + methods.entrySet().stream()
                        .map(e -> "{\"subsystem\":" + quoted(e.getKey()) + ",\"config\":["
                                + String.join(",", e.getValue()) + "]}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
