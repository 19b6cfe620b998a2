package io.pocket.control.job;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
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

    private final ClusterLedger ledger;
    private final JobDropper dropper;
    private final Duration registrationTimeout;
    private final InstantSource clock;

    JobJanitor(ClusterLedger ledger, JobDropper dropper, JobProperties properties, InstantSource clock) {
        this.ledger = ledger;
        this.dropper = dropper;
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
        return job.confirmed() && !job.tokenExpiresAt().isAfter(now);
    }

    /** Its registration has long answered, and could not undo itself. */
    private boolean isStuck(Job job, Instant now) {
        return !job.confirmed()
                && job.registeredAt().plus(registrationTimeout.multipliedBy(2)).isBefore(now);
    }

    private void forgetTombstones(Instant now) {
        if (!expired(ledger.state(), now).isEmpty()) {
            ledger.change(state -> Change.of(new ClusterEvent.TombstonesExpired(expired(state, now)), null));
        }
    }

    private static List<Long> expired(ClusterState state, Instant now) {
        return state.tombstones().values().stream()
                .filter(tombstone -> !tombstone.until().isAfter(now))
                .map(Tombstone::job)
                .toList();
    }
}
