package io.pocket.data.nativeplane.spdk.raw;

import java.util.List;

/**
 * A release of SPDK that this data plane was tried with. Its libraries carry a version in their ELF names, which SPDK raises
 * whenever a function or a struct changes: nearly with every release. So the names say what our signatures and layouts hold for.
 *
 * @param version such as {@code v26.05}
 * @param environmentOptionsBytes size of {@code struct spdk_env_opts}
 * @param libraries ELF names in the order of loading: each after those whose functions its constructor calls
 */
public record SpdkRelease(String version, int environmentOptionsBytes, List<String> libraries) {

    /** Another one is refused until somebody has compared its headers with {@link Spdk} and {@link EnvironmentOptions}, and run the tests. */
    public static final List<SpdkRelease> TRIED = List.of(new SpdkRelease("v26.05", 128, namesOf2605()));

    private static List<String> namesOf2605() {
        return List.of(
                "libspdk_log.so.9.0",
                "libspdk_env_dpdk.so.17.0",
                "libspdk_util.so.12.0",
                "libspdk_json.so.8.0",
                "libspdk_jsonrpc.so.8.0",
                "libspdk_rpc.so.9.0",
                "libspdk_dma.so.7.0",
                "libspdk_trace.so.13.0",
                "libspdk_thread.so.13.0",
                "libspdk_accel.so.18.0",
                "libspdk_notify.so.8.0",
                "libspdk_bdev.so.20.0",
                "libspdk_keyring.so.4.0",
                "libspdk_sock.so.14.0",
                "libspdk_sock_posix.so.8.0",
                "libspdk_vmd.so.8.0",
                "libspdk_nvme.so.18.0",
                "libspdk_init.so.8.0",
                "libspdk_event_iobuf.so.5.0",
                "libspdk_event_accel.so.8.0",
                "libspdk_event_sock.so.7.0",
                "libspdk_event_vmd.so.8.0",
                "libspdk_event_keyring.so.3.0",
                "libspdk_event_bdev.so.8.0",
                "libspdk_bdev_malloc.so.8.0",
                "libspdk_bdev_aio.so.8.0",
                "libspdk_bdev_uring.so.8.0",
                "libspdk_bdev_nvme.so.9.0",
                "libspdk_bdev_error.so.8.0",
                "libspdk_bdev_delay.so.8.0",
                "libspdk_blob.so.14.0",
                "libspdk_blob_bdev.so.14.0",
                "libspdk_lvol.so.13.0",
                "libspdk_bdev_lvol.so.8.0",
                "libspdk_bdev_raid.so.8.0");
    }
}
