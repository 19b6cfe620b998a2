package io.pocket.control.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.Tombstone;
import io.pocket.control.job.JobDropped.Acknowledgement;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.push.Reachability;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Ends jobs. */
@Component
final class JobDropper {

    /** A peer's clock may be this far behind: for so long it may still believe an expired token. */
    private static final Duration CLOCK_ALLOWANCE = Duration.ofMinutes(1);

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final DropReceipts receipts;
    private final JobProperties properties;
    private final MeterRegistry registry;
    private final InstantSource clock;

    JobDropper(
            ClusterLedger ledger,
            Pusher pusher,
            DropReceipts receipts,
            JobProperties properties,
            MeterRegistry registry,
            InstantSource clock) {
        this.ledger = ledger;
        this.pusher = pusher;
        this.receipts = receipts;
        this.properties = properties;
        this.registry = registry;
        this.clock = clock;
    }

    /** Drops the job called {@code id} and waits, for a bounded time, until the peers that answer have acknowledged. */
    JobDropped drop(String id) {
        return end(ledger.change(state -> bury(state.job(id).orElseThrow(() -> notFound(id)))));
    }

    /** Drops a space, as {@link #drop} does a job. */
    JobDropped dropSpace(String name) {
        return end(ledger.change(state -> bury(state.space(name).orElseThrow(() -> SpaceController.notFound(name)))));
    }

    private JobDropped end(Dropped dropped) {
        count("request");
        List<Acknowledgement> acknowledgements = acknowledgements(receipts.tell(dropped.tombstone()));
        return new JobDropped(
                dropped.job().id(),
                dropped.job().number(),
                dropped.tombstone().until(),
                acknowledgements.stream().allMatch(Acknowledgement::acknowledged),
                acknowledgements);
    }

    static ApiException notFound(String id) {
        return new ApiException(
                ProblemCode.JOB_NOT_FOUND,
                "No job is called " + id,
                "GET /api/v1/jobs lists those there are; a job that was dropped is gone");
    }

    /** Drops a job whose registration failed; waits for nobody. */
    void abandon(Job job) {
        dropIfThere(job.number()).ifPresent(receipts::tell);
        count("failed_registration");
    }

    /** Drops a job whose token has expired; waits for nobody. */
    void expire(Job job) {
        dropIfThere(job.number()).ifPresent(receipts::tell);
        count("expiry");
    }

    private Optional<Tombstone> dropIfThere(long number) {
        return ledger.change(state -> {
            Job job = state.jobs().get(number);
            if (job == null) {
                return Change.nothing(Optional.empty());
            }
            Change<Dropped> change = bury(job);
            return new Change<>(change.events(), Optional.of(change.result().tombstone()));
        });
    }

    private record Dropped(Job job, Tombstone tombstone) {}

    private Change<Dropped> bury(Job job) {
        Instant now = clock.instant();
        Instant lastValid = job.tokenExpiresAt().isAfter(now) ? job.tokenExpiresAt() : now;
        Tombstone tombstone = new Tombstone(job.number(), lastValid.plus(CLOCK_ALLOWANCE));
        return Change.of(new ClusterEvent.JobDropped(tombstone), new Dropped(job, tombstone));
    }

    private void count(String by) {
        ControllerMeter.DROPS.counter(registry, "by", by).increment();
    }

    private List<Acknowledgement> acknowledgements(Map<PeerId, CompletableFuture<Response>> answers) {
        long deadlineNanos = System.nanoTime() + properties.dropTimeout().toNanos();
        List<Acknowledgement> acknowledgements = new ArrayList<>();
        answers.forEach((peer, answer) -> acknowledgements.add(acknowledgement(peer, answer, deadlineNanos)));
        return acknowledgements;
    }

    private Acknowledgement acknowledgement(PeerId peer, CompletableFuture<Response> answer, long deadlineNanos) {
        if (pusher.reachability(peer) == Reachability.UNREACHABLE && !answer.isDone()) {
            return missing(peer, "It is unreachable; it is told when it answers again");
        }
        try {
            long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
            return acknowledgement(peer, answer.get(leftNanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return missing(peer, "It did not answer in time; it is told until it does");
        } catch (ExecutionException e) {
            return missing(peer, "It refused: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return missing(peer, "It was not waited for: the controller stops");
        }
    }

    private static Acknowledgement acknowledgement(PeerId peer, Response response) {
        return response instanceof DropReply reply
                ? new Acknowledgement(peer.toString(), true, reply.objects(), reply.bytes(), "")
                : new Acknowledgement(peer.toString(), true, 0, 0, "");
    }

    private static Acknowledgement missing(PeerId peer, String problem) {
        return new Acknowledgement(peer.toString(), false, 0, 0, problem);
    }
}
