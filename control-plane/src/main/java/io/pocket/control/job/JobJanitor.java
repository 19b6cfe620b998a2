package io.pocket.control.job;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.Tombstone;
import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends jobs that nobody ended: those whose token has expired, and those whose registration a crash, or a full disk, left
 * half done.
 */
@Component
final class JobJanitor {

    /** A shard that comes back later than this after a job's end keeps what it had of the job. */
    private static final Duration LONGEST_ABSENCE = Duration.ofDays(1);

    private final ClusterLedger ledger;
    private final JobDropper dropper;
    private final DropReceipts receipts;
    private final Duration registrationTimeout;
    private final InstantSource clock;

    JobJanitor(
            ClusterLedger ledger,
            JobDropper dropper,
            DropReceipts receipts,
            JobProperties properties,
            InstantSource clock) {
        this.ledger = ledger;
        this.dropper = dropper;
        this.receipts = receipts;
        this.registrationTimeout = properties.registrationTimeout();
        this.clock = clock;
    }

    /** Before the first request, so every unconfirmed job is one of a former process. */
    @PostConstruct
    void dropUnconfirmed() {
        ledger.state().jobs().values().stream().filter(job -> !job.confirmed()).forEach(dropper::abandon);
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void sweep() {
        Instant now = clock.instant();
        ledger.state().jobs().values().stream()
                .filter(job -> isExpired(job, now))
                .forEach(dropper::expire);
        ledger.state().jobs().values().stream().filter(job -> isStuck(job, now)).forEach(dropper::abandon);
        forgetTombstones(now);
    }

    private static boolean isExpired(Job job, Instant now) {
        boolean isSpace = job.terms().space();
        return job.confirmed() && !isSpace && !job.tokenExpiresAt().isAfter(now);
    }

    /** Its registration has long answered, and could not undo itself. */
    private boolean isStuck(Job job, Instant now) {
        return !job.confirmed()
                && job.registeredAt().plus(registrationTimeout.multipliedBy(2)).isBefore(now);
    }

    /** Only when nobody can present a token any more, and every shard knows; one that stays away for a day is not waited for. */
    private void forgetTombstones(Instant now) {
        List<Long> forgettable = ledger.state().tombstones().values().stream()
                .filter(tombstone -> isForgettable(tombstone, now))
                .map(Tombstone::job)
                .toList();
        if (!forgettable.isEmpty()) {
            ledger.change(state -> Change.of(new ClusterEvent.TombstonesExpired(forgettable), null));
            forgettable.forEach(receipts::forget);
        }
    }

    private boolean isForgettable(Tombstone tombstone, Instant now) {
        return !tombstone.until().isAfter(now)
                && (receipts.isToldToShards(tombstone)
                        || tombstone.until().plus(LONGEST_ABSENCE).isBefore(now));
    }
}
