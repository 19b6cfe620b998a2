/**
 * A node's counters in a memory-mapped file, so that the monitor reads them without touching the node's threads.
 */
package io.pocket.protocol.counters;
