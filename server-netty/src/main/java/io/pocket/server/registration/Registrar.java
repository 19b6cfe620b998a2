package io.pocket.server.registration;

import io.pocket.protocol.trust.UntrustedControllerException;
import io.pocket.server.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers until it succeeds, with growing pauses. A process whose data survived may start with what it was told in its
 * former life when the controller is down; it then goes on trying in the background.
 *
 * @param <A> what the controller tells
 */
public final class Registrar<A> {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ControllerClient controller;
    private final RegistrationRequest<A> request;
    private volatile boolean stopped;

    /** Registers this service with this controller. */
    public Registrar(ControllerClient controller, RegistrationRequest<A> request) {
        this.controller = controller;
        this.request = request;
    }

    /**
     * How the process came to know what it needs.
     *
     * @param registered false if it is what was known before
     */
    public record Outcome<A>(A told, boolean registered) {}

    /**
     * Registers, or falls back to what is known if the first attempt finds no controller.
     *
     * @param known empty when the process must not start without the controller
     * @param deadline no attempt begins after it
     * @throws ControllerRefusedException when refused
     * @throws IOException when the deadline has passed, with the last attempt's reason
     */
    public Outcome<A> register(Optional<A> known, Duration deadline)
            throws ControllerRefusedException, IOException, InterruptedException {
        long startNanos = System.nanoTime();
        Backoff backoff = backoff();
        while (true) {
            long pauseNanos = backoff.nextDelayNanos();
            try {
                return new Outcome<>(controller.register(request), true);
            } catch (IOException e) {
                if (known.isPresent()) {
                    LOG.warn("starting with what the controller told last: {}", e.toString());
                    return new Outcome<>(known.get(), false);
                }
                if (deadline.toNanos() - (System.nanoTime() - startNanos) <= pauseNanos) {
                    throw new IOException("could not register with the controller within " + deadline + ": " + e, e);
                }
                LOG.info("controller not reached, next attempt in {} ms: {}", pauseNanos / 1_000_000, e.toString());
            }
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
        }
    }

    /**
     * Tries on a daemon thread, the first time at once, until the controller has answered; a refusal ends it.
     *
     * @param whenRegistered called on that thread, at most once
     * @return stops it; an attempt that has begun may still reach the controller
     */
    public AutoCloseable registerInBackground(Consumer<A> whenRegistered) {
        Thread thread = new Thread(() -> untilRegistered(whenRegistered), "registration");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            stopped = true;
            thread.interrupt();
        };
    }

    private void untilRegistered(Consumer<A> whenRegistered) {
        try {
            A told = repeat();
            if (!stopped) {
                whenRegistered.accept(told);
                LOG.info("registered with the controller");
            }
        } catch (ControllerRefusedException e) {
            LOG.error("registration refused; serving on with what is known: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Attempt after attempt; interrupted at the next pause. */
    private A repeat() throws ControllerRefusedException, InterruptedException {
        Backoff backoff = backoff();
        String distrust = "";
        while (true) {
            try {
                return controller.register(request);
            } catch (UntrustedControllerException e) {
                // Unlike a controller that is down, this does not pass by itself: say it, though not at each attempt.
                if (!distrust.equals(e.getMessage())) {
                    distrust = e.getMessage();
                    LOG.warn("not registered; serving on with what is known, and trying on: {}", distrust);
                }
            } catch (IOException e) {
                LOG.debug("controller not reached", e);
            }
            TimeUnit.NANOSECONDS.sleep(backoff.nextDelayNanos());
        }
    }

    private static Backoff backoff() {
        return new Backoff(FIRST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos(), new SplittableRandom());
    }
}
