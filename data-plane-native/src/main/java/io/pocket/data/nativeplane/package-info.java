/**
 * The data plane on DPDK and SPDK, reached through the foreign function interface without any C. So far it only finds out
 * whether DPDK's libraries are there ({@link io.pocket.data.nativeplane.NativeLibraries}); any thread may ask.
 */
package io.pocket.data.nativeplane;
