package io.pocket.monitor.report;

import io.pocket.monitor.report.Delivery.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sends the newest report, again after a failure until a newer one comes, slower and slower while failures last.
 * {@link #offer} is called by the sampling thread, {@link #step} by the sending thread.
 */
public final class ReportSender {
    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration WAIT_FOR_REPORT = Duration.ofSeconds(1);

    private final ControllerClient controller;
    private final Consumer<Outcome> counter;
    private final Pause pause;
    private final Backoff backoff;
    private final Mailbox<Report> mailbox = new Mailbox<>();
    private final DeliveryLog log = new DeliveryLog();

    /** Lets time pass on the sending thread. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /**
     * A sender with nothing to send yet.
     *
     * @param counter told of the outcome of each attempt, and of each report that became stale, on either thread
     */
    public ReportSender(ControllerClient controller, Consumer<Outcome> counter, Pause pause, RandomGenerator random) {
        this.controller = controller;
        this.counter = counter;
        this.pause = pause;
        this.backoff = new Backoff(SHORTEST_BACKOFF, LONGEST_BACKOFF, random);
    }

    /** Gives the newest report over; an older one that still waits is dropped. Never blocks for long. */
    public void offer(Report report) {
        if (mailbox.put(report)) {
            counter.accept(Outcome.STALE);
        }
    }

    /** Waits a while for a report and makes one attempt to deliver it. */
    public void step() throws InterruptedException {
        Optional<Report> report = mailbox.take(WAIT_FOR_REPORT.toNanos());
        if (report.isPresent()) {
            attempt(report.get());
        }
    }

    private void attempt(Report report) throws InterruptedException {
        Delivery delivery = controller.deliver(report);
        counter.accept(delivery.outcome());
        log.note(delivery);
        if (delivery.outcome() == Outcome.ACCEPTED) {
            backoff.succeeded();
        } else {
            recover(report, delivery.outcome());
        }
    }

    private void recover(Report report, Outcome outcome) throws InterruptedException {
        if (outcome != Outcome.REFUSED && !mailbox.putBack(report)) {
            counter.accept(Outcome.STALE);
        }
        pause.pause(backoff.failed());
    }
}
