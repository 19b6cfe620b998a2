/**
 * Chunks on NVMe and other block devices through SPDK's bdev layer, in three steps: {@code raw} are the functions; the classes here
 * that can be closed own what SPDK gives out (environment, threads, devices, DMA memory); and
 * {@link io.pocket.data.nativeplane.spdk.SpdkChunkStore} is the store that a node uses.
 *
 * <p><strong>Threads.</strong> A {@link io.pocket.data.nativeplane.spdk.Reactor} is one platform thread that owns one
 * {@code spdk_thread}, polls it, and makes all calls into SPDK. The owner of a store never calls SPDK: it hands transfers over and takes
 * completions back through the two rings of a {@link io.pocket.data.nativeplane.spdk.QueuePair}.
 */
package io.pocket.data.nativeplane.spdk;
