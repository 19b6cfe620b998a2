package io.pocket.server.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Health of a server whose work is done by one event loop. It lives while the loop answers, and is ready while it serves, is registered and takes
 * new data. Told by the threads that know, asked by any.
 */
public final class LoopHealth implements ProcessHealth {
    /** Longer than anything a healthy loop does in one go. */
    public static final Duration LOOP_DEADLINE = Duration.ofSeconds(2);

    private final Duration deadline;
    private volatile LoopProbe probe;
    private volatile boolean registered;
    private volatile boolean draining;
    private volatile boolean leaving;
    private volatile boolean stopping;

    public LoopHealth() {
        this(LOOP_DEADLINE);
    }

    LoopHealth(Duration deadline) {
        this.deadline = deadline;
    }

    /** From here on it serves, and the loop has to answer: before, it may be busy for long with what was there before. */
    public void serves(Executor loop) {
        probe = new LoopProbe(loop, deadline);
    }

    /** The controller knows it. */
    public void registered() {
        registered = true;
    }

    /** It takes no new data, or does again. */
    public void drains(boolean value) {
        draining = value;
    }

    /** It takes no new data for the rest of its life. */
    public void leaves() {
        leaving = true;
    }

    /** It ends: its loop need not answer any more. */
    public void stops() {
        stopping = true;
    }

    @Override
    public Optional<String> sickness() {
        LoopProbe asked = probe;
        return stopping || asked == null || asked.answers() ? Optional.empty() : Optional.of("stuck");
    }

    @Override
    public Optional<String> unreadiness() {
        if (stopping) {
            return Optional.of("stopping");
        } else if (probe == null) {
            return Optional.of("starting");
        } else if (!registered) {
            return Optional.of("unregistered");
        }
        return draining || leaving ? Optional.of("draining") : Optional.empty();
    }
}
