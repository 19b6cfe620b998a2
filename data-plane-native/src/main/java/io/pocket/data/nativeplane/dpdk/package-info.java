/**
 * DPDK through the foreign function interface: bindings checked against a table of tested releases
 * ({@link io.pocket.data.nativeplane.dpdk.AbiCheck}), owners with {@code close()} ({@link io.pocket.data.nativeplane.dpdk.Eal},
 * {@link io.pocket.data.nativeplane.dpdk.MempoolOwner}, {@link io.pocket.data.nativeplane.dpdk.DpdkPort}), and a thread for each
 * queue ({@link io.pocket.data.nativeplane.dpdk.QueueLoop}) that alone touches it and what is above it. Control calls run on the
 * environment's thread.
 */
package io.pocket.data.nativeplane.dpdk;
