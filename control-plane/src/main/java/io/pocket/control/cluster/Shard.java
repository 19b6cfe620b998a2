package io.pocket.control.cluster;

import io.pocket.protocol.HostPort;
import java.time.Instant;

/**
 * A metadata shard.
 *
 * @param logId identity of its journal
 * @param epoch fencing number: of two processes with one log id, the higher epoch is the shard
 * @param address where it speaks the Pocket protocol
 * @param metricsAddress where its metrics are scraped; empty if nowhere
 */
public record Shard(int id, long logId, long epoch, HostPort address, String metricsAddress, Instant registeredAt) {}
