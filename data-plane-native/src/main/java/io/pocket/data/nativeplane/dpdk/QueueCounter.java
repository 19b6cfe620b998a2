package io.pocket.data.nativeplane.dpdk;

/** What a queue's thread counts besides drops. */
enum QueueCounter {
    RECEIVED_PACKETS,
    RECEIVED_BYTES,
    SENT_PACKETS,
    SENT_BYTES,
    /** In turns that found frames. */
    BUSY_NANOS,
    /** In turns that found none, and did not sleep. */
    POLLING_NANOS,
    SLEEPING_NANOS
}
