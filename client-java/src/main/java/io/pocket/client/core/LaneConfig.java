package io.pocket.client.core;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.HostPort;
import java.time.Duration;
import java.util.List;

/**
 * How a lane behaves.
 *
 * @param shards addresses of the job's shards
 * @param token encoded job token
 * @param agent name and version of this client, for the servers' logs
 * @param connectTimeout for a connection to stand and its HELLO to be answered
 * @param silenceTimeout a connection on which nothing moves for this long while an answer is due is replaced
 * @param idleTimeout a connection unused for this long is replaced before it is used again: the process may have been frozen, and
 *     the peer or a NAT may have forgotten it
 * @param firstBackoff pause after a first failure; later ones double it up to {@code lastBackoff}, with jitter
 * @param chunksUnderWay chunks that one operation writes or reads at the same time
 * @param connections open connections of the lane; idle ones beyond this are closed
 */
public record LaneConfig(
        List<HostPort> shards,
        Bytes token,
        String agent,
        Duration connectTimeout,
        Duration silenceTimeout,
        Duration idleTimeout,
        Duration firstBackoff,
        Duration lastBackoff,
        int chunksUnderWay,
        int connections) {
    public LaneConfig {
        shards = List.copyOf(shards);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("a lane needs the address of at least one shard");
        }
        requirePositive(connectTimeout, "connectTimeout");
        requirePositive(silenceTimeout, "silenceTimeout");
        requirePositive(idleTimeout, "idleTimeout");
        requirePositive(firstBackoff, "firstBackoff");
        if (lastBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("lastBackoff " + lastBackoff + " is below firstBackoff " + firstBackoff);
        }
        if (chunksUnderWay < 1 || connections <= chunksUnderWay) {
            throw new IllegalArgumentException("chunksUnderWay " + chunksUnderWay
                    + " must be at least 1 and below connections, which is " + connections);
        }
    }

    /** Defaults that suit a function inside one data centre. */
    public static LaneConfig of(List<HostPort> shards, Bytes token, String agent) {
        return new LaneConfig(
                shards,
                token,
                agent,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(5),
                Duration.ofMillis(500),
                8,
                64);
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }
}
