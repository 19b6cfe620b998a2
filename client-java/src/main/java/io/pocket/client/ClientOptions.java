package io.pocket.client;

import java.time.Duration;

/**
 * How a client behaves. Immutable; {@code with…} methods make changed copies.
 *
 * @param deadline of calls that do not say their own; more than zero
 * @param connectTimeout for one connection to stand and be greeted; more than zero
 * @param lanes calls at the same time, each with its own connections; 1 to {@value #LANES_MAX}. A call beyond waits for its turn
 * @param chunksUnderWay chunks (of at most 4 MiB) that one call writes or reads at the same time; 1 to {@value #CHUNKS_UNDER_WAY_MAX}
 * @param connectionsPerLane open connections of one lane, of which idle ones beyond are closed; more than {@code chunksUnderWay}, at most
 *     {@value #CONNECTIONS_MAX}
 */
public record ClientOptions(
        Duration deadline, Duration connectTimeout, int lanes, int chunksUnderWay, int connectionsPerLane) {
    public static final int LANES_MAX = 4096;
    public static final int CHUNKS_UNDER_WAY_MAX = 64;
    public static final int CONNECTIONS_MAX = 1024;

    public static final ClientOptions DEFAULTS =
            new ClientOptions(Duration.ofSeconds(30), Duration.ofSeconds(2), 64, 8, 64);

    public ClientOptions {
        requirePositive(deadline, "deadline");
        requirePositive(connectTimeout, "connectTimeout");
        requireWithin(lanes, 1, LANES_MAX, "lanes");
        requireWithin(chunksUnderWay, 1, CHUNKS_UNDER_WAY_MAX, "chunksUnderWay");
        requireWithin(connectionsPerLane, chunksUnderWay + 1, CONNECTIONS_MAX, "connectionsPerLane");
    }

    public ClientOptions withDeadline(Duration value) {
        return new ClientOptions(value, connectTimeout, lanes, chunksUnderWay, connectionsPerLane);
    }

    public ClientOptions withConnectTimeout(Duration value) {
        return new ClientOptions(deadline, value, lanes, chunksUnderWay, connectionsPerLane);
    }

    public ClientOptions withLanes(int value) {
        return new ClientOptions(deadline, connectTimeout, value, chunksUnderWay, connectionsPerLane);
    }

    public ClientOptions withChunksUnderWay(int value) {
        return new ClientOptions(deadline, connectTimeout, lanes, value, connectionsPerLane);
    }

    public ClientOptions withConnectionsPerLane(int value) {
        return new ClientOptions(deadline, connectTimeout, lanes, chunksUnderWay, value);
    }

    static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not more than zero");
        }
    }

    private static void requireWithin(int value, int min, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + min + ".." + max);
        }
    }
}
