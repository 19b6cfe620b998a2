package io.pocket.data.nativeplane.dpdk;

/**
 * What the driver counts; zero where it counts nothing.
 *
 * @param missed frames that came while the receive ring was full
 * @param withoutMbuf frames that came while the pool was empty
 */
public record PortStatistics(
        long receivedPackets,
        long receivedBytes,
        long sentPackets,
        long sentBytes,
        long missed,
        long receiveErrors,
        long sendErrors,
        long withoutMbuf) {}
