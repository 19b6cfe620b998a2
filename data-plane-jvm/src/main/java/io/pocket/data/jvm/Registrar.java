package io.pocket.data.jvm;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers until it succeeds, with growing pauses. A node whose chunks survived may start with what it was told in its
 * former life when the controller is down; it then goes on trying in the background.
 */
final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ControllerClient controller;
    private final Registration registration;
    private volatile boolean stopped;

    Registrar(ControllerClient controller, Registration registration) {
        this.controller = controller;
        this.registration = registration;
    }

    /** How the node came to know what it needs. */
    record Outcome(ClusterKnowledge knowledge, boolean registered) {}

    /**
     * Registers, or falls back to what was kept if the first attempt finds no controller.
     *
     * @param kept empty when the node must not start without the controller
     * @throws NodeStartException when refused, or when the deadline has passed
     */
    Outcome register(Optional<ClusterKnowledge> kept, Duration deadline)
            throws NodeStartException, InterruptedException {
        long startNanos = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return new Outcome(controller.register(registration), true);
            } catch (IOException e) {
                if (kept.isPresent()) {
                    LOG.warn("starting with what the controller told last: {}", e.toString());
                    return new Outcome(kept.get(), false);
                }
                long leftNanos = deadline.toNanos() - (System.nanoTime() - startNanos);
                if (leftNanos <= pause.toNanos()) {
                    throw new NodeStartException(
                            "could not register with the controller within " + deadline.toSeconds() + " s: " + e, e);
                }
                LOG.info("controller not reached, next attempt in {} ms: {}", pause.toMillis(), e.toString());
            }
            Thread.sleep(pause);
            pause = longer(pause);
        }
    }

    /**
     * Goes on trying on a daemon thread until the controller has answered; a refusal ends it.
     *
     * @return stops it
     */
    AutoCloseable registerInBackground(Consumer<ClusterKnowledge> whenRegistered) {
        Thread thread = new Thread(() -> untilRegistered(whenRegistered), "node-registration");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            stopped = true;
            thread.interrupt();
        };
    }

    private void untilRegistered(Consumer<ClusterKnowledge> whenRegistered) {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopped) {
                Thread.sleep(pause);
                pause = longer(pause);
                try {
                    ClusterKnowledge told = controller.register(registration);
                    if (!stopped) {
                        whenRegistered.accept(told);
                        LOG.info("registered with the controller");
                    }
                    return;
                } catch (IOException e) {
                    LOG.debug("controller not reached", e);
                }
            }
        } catch (NodeStartException e) {
            LOG.error("registration refused; the node serves on with what it knows", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
