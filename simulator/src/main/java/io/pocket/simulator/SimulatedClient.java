package io.pocket.simulator;

import io.pocket.client.core.ClientRules;
import io.pocket.client.core.Lane;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.core.Operation;
import io.pocket.protocol.HostPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** A client process: the real lane, driven by the fake clock. It may freeze, as a Lambda function does, or die. */
final class SimulatedClient {
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final Oracles oracles;
    private final List<HostPort> shards;
    private final ClientRules rules;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private long job;
    private SimulatedWire wire;
    private Lane lane;
    private Operation<?> operation;
    private Runnable whenDone;
    private boolean frozen;
    private long life;
    private int confirmedBefore;
    private long timerAt = Lane.NEVER;

    SimulatedClient(
            Scheduler scheduler,
            SimulatedNetwork network,
            Oracles oracles,
            List<HostPort> shards,
            long job,
            ClientRules rules) {
        this.scheduler = scheduler;
        this.network = network;
        this.oracles = oracles;
        this.shards = shards;
        this.job = job;
        this.rules = rules;
        restart();
    }

    private void restart() {
        life++;
        timerAt = Lane.NEVER;
        mailbox.clear();
        long thisLife = life;
        wire = new SimulatedWire(scheduler, network, oracles, job, event -> {
            if (life == thisLife) {
                handle(event);
            }
        });
        lane = new Lane(config(), wire, new SplittableRandom(scheduler.random().nextLong()), rules);
        wire.serve(lane);
    }

    private LaneConfig config() {
        return new LaneConfig(
                shards,
                SimulatedTokens.client(job),
                "sim",
                Duration.ofMillis(500),
                Duration.ofMillis(1_000),
                Duration.ofSeconds(10),
                Duration.ofMillis(2),
                Duration.ofMillis(200),
                3,
                8);
    }

    long job() {
        return job;
    }

    /** How often it confirmed that it consumed an object. */
    int confirmations() {
        return confirmedBefore + wire.confirmations();
    }

    boolean isBusy() {
        return operation != null;
    }

    /** Starts an operation; {@code done} runs when it has an outcome. Never when the client dies before. */
    void start(Operation<?> next, Runnable done) {
        operation = next;
        whenDone = done;
        handle(() -> lane.start(next, scheduler.nowNanos()));
    }

    private void handle(Runnable event) {
        if (frozen) {
            mailbox.add(event);
            return;
        }
        event.run();
        settle();
    }

    /** After each event: is the operation done, and when is the next timer due? */
    private void settle() {
        if (operation != null && operation.isDone()) {
            Runnable done = whenDone;
            operation = null;
            whenDone = null;
            scheduler.after(0, done);
        }
        long next = lane.timerNanos();
        if (next != Lane.NEVER && (timerAt == Lane.NEVER || next < timerAt || timerAt < scheduler.nowNanos())) {
            timerAt = Math.max(next, scheduler.nowNanos());
            long thisLife = life;
            scheduler.at(timerAt, () -> {
                if (life == thisLife) {
                    onTimer();
                }
            });
        }
    }

    private void onTimer() {
        if (!frozen) {
            timerAt = Lane.NEVER;
            lane.onTime(scheduler.nowNanos());
            settle();
        }
    }

    /** Nothing of the process runs for a while; the network goes on. */
    void freezeFor(long nanos) {
        if (frozen) {
            return;
        }
        frozen = true;
        long thisLife = life;
        scheduler.after(nanos, () -> {
            if (life == thisLife) {
                thaw();
            }
        });
    }

    private void thaw() {
        frozen = false;
        while (!mailbox.isEmpty()) {
            mailbox.poll().run();
        }
        onTimer();
    }

    /** Another process takes its place, which works for this job. */
    void workFor(long otherJob) {
        job = otherJob;
        die();
    }

    /** {@code kill -9}: what was under way has no outcome. A new process takes its place. */
    void die() {
        wire.closeAll();
        confirmedBefore += wire.confirmations();
        operation = null;
        whenDone = null;
        frozen = false;
        restart();
    }
}
