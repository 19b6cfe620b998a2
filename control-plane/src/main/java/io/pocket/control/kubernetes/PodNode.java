package io.pocket.control.kubernetes;

/**
 * The data node in a pod.
 *
 * @param usedBytes by its last report
 * @param empty whether it is known to hold nothing and to take nothing any more; only asked of nodes that drain
 */
record PodNode(int id, long usedBytes, boolean empty) {}
