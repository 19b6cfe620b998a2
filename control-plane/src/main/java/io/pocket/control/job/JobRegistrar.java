package io.pocket.control.job;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.JobTerms;
import io.pocket.control.node.ClusterViews;
import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.placement.Placer;
import io.pocket.control.placement.Rightsizer;
import io.pocket.control.placement.Shortage;
import io.pocket.control.push.Pusher;
import io.pocket.control.quota.Quotas;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Registers jobs, and creates spaces.
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
    private final TermsMaker termsMaker;
    private final Placer placer;
    private final Pusher pusher;
    private final JobDropper dropper;
    private final JobProperties properties;
    private final InstantSource clock;

    JobRegistrar(
            ClusterLedger ledger,
            ClusterViews views,
            Rightsizer rightsizer,
            TermsMaker termsMaker,
            Placer placer,
            Pusher pusher,
            JobDropper dropper,
            JobProperties properties,
            InstantSource clock) {
        this.ledger = ledger;
        this.views = views;
        this.rightsizer = rightsizer;
        this.termsMaker = termsMaker;
        this.placer = placer;
        this.pusher = pusher;
        this.dropper = dropper;
        this.properties = properties;
        this.clock = clock;
    }

    /** A job that is registered, and the spaces that its functions may use. */
    record Registered(Job job, List<Job> spaces) {}

    /** What is asked for, sized. */
    private record Application(
            String name, boolean space, long defaultTtlSeconds, Quotas quotas, Demand demand, List<String> opens) {}

    Registered register(JobRegistration registration) {
        return register(new Application(
                registration.name(),
                false,
                registration.defaultTtlSecondsOrNone(),
                termsMaker.quotas(registration.quotasOrNone()),
                rightsizer.size(registration.hintsOrNone()),
                registration.spaces()));
    }

    Job createSpace(SpaceRegistration registration) {
        if (registration.hintsOrNone().lifetimeSeconds() != null) {
            throw new ApiException(
                            ProblemCode.INVALID_FIELD,
                            "hints.lifetimeSeconds is not for spaces, which live until they are deleted",
                            "Leave it out; defaultTtlSeconds bounds the life of the objects")
                    .with("field", "hints.lifetimeSeconds");
        }
        return register(new Application(
                        registration.name(),
                        true,
                        registration.defaultTtlSeconds(),
                        termsMaker.quotas(registration.quotasOrNone()),
                        rightsizer.size(registration.hintsOrNone()),
                        List.of()))
                .job();
    }

    private Registered register(Application application) {
        Job admitted = ledger.change(state -> admit(application, state));
        try {
            awaitShards(admitted);
            return ledger.change(state -> confirm(admitted, application, state));
        } catch (RuntimeException refusal) {
            dropper.abandon(admitted);
            throw refusal;
        }
    }

    private Change<Job> admit(Application application, ClusterState state) {
        if (state.jobs().size() >= properties.max()) {
            throw new ApiException(
                    ProblemCode.LIMIT_REACHED,
                    "There are " + properties.max() + " jobs and spaces already",
                    "Drop jobs that have ended, or raise pocket.controller.jobs.max");
        }
        if (application.space() && state.space(application.name()).isPresent()) {
            throw SpaceController.exists(application.name());
        }
        application.opens().forEach(name -> openable(name, state));
        long number = state.lastJobNumber() + 1;
        Job job = switch (placer.place(views.of(state), application.demand(), number)) {
            case Placement placement -> job(number, application, placement, state);
            case Shortage shortage -> throw insufficient(shortage);
        };
        return Change.of(new ClusterEvent.JobAdmitted(job), job);
    }

    private static Job openable(String name, ClusterState state) {
        return state.space(name).filter(Job::confirmed).orElseThrow(() -> SpaceController.notFound(name));
    }

    private Job job(long number, Application application, Placement placement, ClusterState state) {
        Demand demand = application.demand();
        JobTerms terms = termsMaker.terms(
                application.space(), application.defaultTtlSeconds(), application.quotas(), demand, placement, state);
        Instant now = clock.instant();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        // A space has no token yet; each one that a job gets for it moves this on.
        Instant tokenExpiresAt = application.space() ? second : second.plusSeconds(demand.lifetimeSeconds());
        return new Job(number, application.name(), demand, placement, 1, now, tokenExpiresAt, false, terms);
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

    /** The spaces' tokens are on record before anybody holds them: a tombstone of a space outlives them all. */
    private static Change<Registered> confirm(Job admitted, Application application, ClusterState state) {
        Job job = state.jobs().get(admitted.number());
        if (job == null) {
            throw new ApiException(
                    ProblemCode.JOB_NOT_FOUND, "The job was dropped while it was registered", "Register again");
        }
        List<Job> spaces =
                application.opens().stream().map(name -> openable(name, state)).toList();
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.JobConfirmed(job.number()));
        spaces.forEach(space -> events.add(new ClusterEvent.TokenIssued(space.number(), job.tokenExpiresAt())));
        return new Change<>(events, new Registered(job, spaces));
    }
}
