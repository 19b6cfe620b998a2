package io.pocket.server;

import java.time.Duration;
import java.util.Objects;

/**
 * Which event loop a process wants, and how it waits.
 *
 * @param spin how long a loop looks for events before it sleeps, when they have come that quickly lately; 0 to 1 ms, 0 for never
 * @param congestionControl of what servers on these loops send
 */
public record EventLoopSettings(EventLoopPreference preference, Duration spin, CongestionControl congestionControl) {
    /**
     * About twice what a client on the same machine takes to ask again when both it and the server sleep in between (55 to 70 µs): so the
     * loop begins to spin under such a client, and then needs far less of it.
     */
    public static final Duration SPIN_DEFAULT = Duration.ofNanos(100_000);

    private static final Duration SPIN_MAX = Duration.ofMillis(1);

    public EventLoopSettings {
        Objects.requireNonNull(preference, "preference");
        Objects.requireNonNull(congestionControl, "congestionControl");
        if (spin.isNegative() || spin.compareTo(SPIN_MAX) > 0) {
            throw new IllegalArgumentException("event-loop-spin " + spin + " is not within 0 to " + SPIN_MAX
                    + ": longer waits are not worth a processor");
        }
    }

    public static EventLoopSettings defaults() {
        return new EventLoopSettings(EventLoopPreference.AUTO, SPIN_DEFAULT, CongestionControl.DEFAULT);
    }
}
