/**
 * The data plane on DPDK and SPDK, reached through the foreign function interface without any C. This
 * package finds out whether DPDK's libraries are there ({@link io.pocket.data.nativeplane.NativeLibraries}); any thread may ask. SPDK, and the node
 * on it, are in {@code spdk}.
 */
package io.pocket.data.nativeplane;
