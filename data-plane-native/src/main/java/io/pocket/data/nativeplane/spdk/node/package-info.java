/**
 * The process of an NVMe node: the node of {@code data-plane-jvm} with a store on SPDK. Its options, its part of the data directory, its
 * metrics.
 */
package io.pocket.data.nativeplane.spdk.node;
