package io.pocket.simulator;

import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardStatistics;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A shard over its lives: its journal outlives its processes. Besides the process that serves there may be others who believe that they
 * do: deposed ones, and one that came up without the journal.
 */
final class SimulatedShard {
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final ShardRules rules;
    private final SimulationConfig config;
    private final Violations violations;
    private final Uptime uptime;
    private final List<ShardProcess> pretenders = new ArrayList<>();
    private ShardIdentity identity;
    private SimulatedJournal journal;
    private ShardProcess process;

    /**
     * A shard that has never run.
     *
     * @param witness is told of each durable record
     */
    SimulatedShard(
            Scheduler scheduler,
            SimulatedNetwork network,
            int id,
            HostPort address,
            ShardRules rules,
            SimulationConfig config,
            Violations violations,
            Consumer<ShardRecord> witness) {
        this.scheduler = scheduler;
        this.network = network;
        this.rules = rules;
        this.config = config;
        this.violations = violations;
        identity = new ShardIdentity(id, newLogId(), 0, address);
        uptime = new Uptime(SimulationConfig.UPLOAD_LEASE_MILLIS * 1_000_000L);
        journal = new SimulatedJournal(witness);
    }

    private long newLogId() {
        return 1 + scheduler.random().nextLong(1L << 40);
    }

    boolean isUp() {
        return process != null;
    }

    Uptime uptime() {
        return uptime;
    }

    HostPort address() {
        return identity.address();
    }

    ShardEntry entry() {
        return new ShardEntry(
                identity.id(),
                identity.logId(),
                identity.epoch(),
                identity.address().toString());
    }

    /** Comes up; {@link #serve} follows when the controller has told the nodes. */
    void start() {
        identity = identity.next();
        process = newProcess(identity, journal);
        uptime.started(scheduler.nowNanos());
    }

    private ShardProcess newProcess(ShardIdentity who, SimulatedJournal log) {
        return new ShardProcess(scheduler, network, who, log, rules, config, violations);
    }

    void serve() {
        process.listen();
    }

    /** {@code kill -9}, or a power cut, which also loses what was not durable. */
    void crash(boolean powerCut) {
        process.stop();
        process = null;
        uptime.stopped(scheduler.nowNanos());
        network.stopListening(address());
        if (powerCut) {
            journal.loseTail();
        } else {
            journal.makeDurable();
        }
    }

    /** Another process takes over; the former one does not know, and nodes still reach it for a while. */
    void depose(long stillAnsweringNanos) {
        ShardProcess deposed = process;
        deposed.loseClients();
        pretenders.add(deposed);
        scheduler.after(stillAnsweringNanos, deposed::stop);
        journal = journal.takeOver();
        process = null;
        uptime.stopped(scheduler.nowNanos());
    }

    /** While the shard is down, somebody starts one on an empty folder in its place. */
    void startEmptied(long forNanos) {
        ShardIdentity other = new ShardIdentity(identity.id(), newLogId(), identity.epoch() + 1, address());
        ShardProcess emptied = newProcess(other, new SimulatedJournal(record -> {}));
        pretenders.add(emptied);
        emptied.listen();
        scheduler.after(forNanos, () -> {
            emptied.stop();
            if (!isUp()) {
                network.stopListening(address());
            }
        });
    }

    void stopPretenders() {
        pretenders.forEach(ShardProcess::stop);
        pretenders.clear();
    }

    Status push(Request request) {
        return process.push(request);
    }

    ShardStatistics statistics() {
        return process.statistics();
    }
}
