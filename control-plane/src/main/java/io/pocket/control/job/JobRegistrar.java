package io.pocket.control.job;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.placement.Placer;
import io.pocket.control.placement.Rightsizer;
import io.pocket.control.placement.Shortage;
import io.pocket.control.push.Pusher;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Registers jobs.
 *
 * <p>A job is admitted first: numbered, placed, and kept as unconfirmed. Then its shards are told. When all have
 * acknowledged it is confirmed; when not, or when the controller dies in between, it is dropped like any other job, with a
 * tombstone, so that nothing of it stays anywhere.
 */
@Component
final class JobRegistrar {

    private final ClusterLedger ledger;
    private final ClusterViews views;
    private final Rightsizer rightsizer;
    private final Placer placer;
    private final Pusher pusher;
    private final JobDropper dropper;
    private final JobProperties properties;
    private final InstantSource clock;

    JobRegistrar(
            ClusterLedger ledger,
            ClusterViews views,
            Rightsizer rightsizer,
            Placer placer,
            Pusher pusher,
            JobDropper dropper,
            JobProperties properties,
            InstantSource clock) {
        this.ledger = ledger;
        this.views = views;
        this.rightsizer = rightsizer;
        this.placer = placer;
        this.pusher = pusher;
        this.dropper = dropper;
        this.properties = properties;
        this.clock = clock;
    }

    Job register(JobRegistration registration) {
        Demand demand = rightsizer.size(registration.hintsOrNone());
        Job admitted = ledger.change(state -> admit(registration.name(), demand, state));
        try {
            awaitShards(admitted);
        } catch (RuntimeException refusal) {
            dropper.abandon(admitted);
            throw refusal;
        }
        return ledger.change(state -> confirm(admitted, state));
    }

    private Change<Job> admit(String name, Demand demand, ClusterState state) {
        if (state.jobs().size() >= properties.max()) {
            throw new ApiException(
                    ProblemCode.LIMIT_REACHED,
                    "There are " + properties.max() + " jobs already",
                    "Drop jobs that have ended, or raise pocket.controller.jobs.max");
        }
        long number = state.lastJobNumber() + 1;
        Job job = switch (placer.place(views.of(state), demand, number)) {
            case Placement placement -> job(number, name, demand, placement);
            case Shortage shortage -> throw insufficient(shortage);
        };
        return Change.of(new ClusterEvent.JobAdmitted(job), job);
    }

    private Job job(long number, String name, Demand demand, Placement placement) {
        Instant now = clock.instant();
        Instant tokenExpiresAt = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(demand.lifetimeSeconds());
        return new Job(number, name, demand, placement, 1, now, tokenExpiresAt, false);
    }

    private static ApiException insufficient(Shortage shortage) {
        return new ApiException(
                        ProblemCode.INSUFFICIENT_CAPACITY,
                        "Needed are " + shortage.needed() + " " + label(shortage) + ", there are "
                                + shortage.available(),
                        shortage.explanation())
                .with("missing", label(shortage))
                .with("needed", shortage.needed())
                .with("available", shortage.available());
    }

    private static String label(Shortage shortage) {
        return shortage.resource().name().toLowerCase(Locale.ROOT);
    }

    private void awaitShards(Job job) {
        try {
            pusher.jobChanged(job).get(properties.registrationTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("did not answer within " + properties.registrationTimeout(), job);
        } catch (ExecutionException e) {
            throw unavailable("refused the job: " + e.getCause().getMessage(), job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for: the controller stops", job);
        }
    }

    private static ApiException unavailable(String what, Job job) {
        return new ApiException(
                        ProblemCode.SHARD_UNAVAILABLE,
                        "A metadata shard of the job " + what,
                        "Register again; GET /api/v1/shards tells which shards answer")
                .with("shards", job.placement().shards());
    }

    private static Change<Job> confirm(Job admitted, ClusterState state) {
        Job job = state.jobs().get(admitted.number());
        if (job == null) {
            throw new ApiException(
                    ProblemCode.JOB_NOT_FOUND, "The job was dropped while it was registered", "Register again");
        }
        return Change.of(new ClusterEvent.JobConfirmed(job.number()), job);
    }
}
