package io.pocket.server;

import java.time.Duration;

/**
 * How long a peer may take. Each is checked with a lag of at most a quarter of the shortest.
 *
 * @param hello from accept to an accepted HELLO
 * @param frame from a frame's first byte to its last, not counting time in which this side did not read
 * @param drain all replies pending at one moment must be taken within this time
 * @param idle without bytes in either direction and without a request under way
 */
public record ConnectionDeadlines(Duration hello, Duration frame, Duration drain, Duration idle) {
    public ConnectionDeadlines {
        Check.positive("hello", hello);
        Check.positive("frame", frame);
        Check.positive("drain", drain);
        Check.positive("idle", idle);
    }

    /** 5 s, 30 s (4 MiB at 140 kB/s), 30 s, 10 min. */
    public static ConnectionDeadlines defaults() {
        return new ConnectionDeadlines(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(10));
    }

    /** How often deadlines are looked at, in nanoseconds. */
    long sweepIntervalNanos() {
        long shortest = Math.min(Math.min(hello.toNanos(), frame.toNanos()), Math.min(drain.toNanos(), idle.toNanos()));
        return Math.max(1_000_000, shortest / 4);
    }
}
