package io.pocket.control.shard;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Shard;
import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes shards in: gives ids, keeps what they say of themselves, and has everybody told. */
@Component
final class ShardDirectory {

    /** All shards are named in one message. */
    private static final int MAX_SHARDS = 256;

    private final ClusterLedger ledger;
    private final Pusher pusher;
    private final InstantSource clock;

    ShardDirectory(ClusterLedger ledger, Pusher pusher, InstantSource clock) {
        this.ledger = ledger;
        this.pusher = pusher;
        this.clock = clock;
    }

    Shard register(ShardRegistration registration) {
        Shard shard = ledger.change(state -> admit(registration, state));
        pusher.shardRegistered(shard);
        return shard;
    }

    private Change<Shard> admit(ShardRegistration registration, ClusterState state) {
        int id = id(registration, state);
        Shard former = state.shards().get(id);
        if (former == null) {
            requireRoom(state);
        } else {
            requireSuccessor(registration, former);
        }
        Shard shard = new Shard(
                id,
                registration.logId(),
                registration.epoch(),
                registration.address(),
                registration.metricsAddress() == null
                        ? ""
                        : registration.metricsAddress().toString(),
                clock.instant());
        return Change.of(new ClusterEvent.ShardRegistered(shard), shard);
    }

    private static void requireRoom(ClusterState state) {
        if (state.shards().size() >= MAX_SHARDS) {
            throw new ApiException(
                    ProblemCode.LIMIT_REACHED,
                    "There are " + MAX_SHARDS + " shards already",
                    "Run fewer shards, or another cluster");
        }
    }

    /**
     * Only the same journal may come back, with no lower an epoch. A new journal under a known id would issue upload ids that the former one
     * issued, and nodes still hold chunks under those (rule 2).
     */
    private static void requireSuccessor(ShardRegistration registration, Shard former) {
        if (former.logId() != registration.logId()) {
            throw conflict(former, "with another journal, at " + former.address(), "logId");
        } else if (registration.epoch() < former.epoch()) {
            throw conflict(former, "with the later epoch " + former.epoch(), "epoch");
        }
    }

    private static ApiException conflict(Shard former, String how, String field) {
        return new ApiException(
                        ProblemCode.SHARD_CONFLICT,
                        "Shard " + former.id() + " is another process, " + how,
                        "Stop one of the two; a new shard registers with shardId 0 and a directory of its own")
                .with("field", field);
    }

    /** The id it names; else, for one that did not hear our last answer, the id of its journal; else a new one. */
    private static int id(ShardRegistration registration, ClusterState state) {
        if (registration.shardId() != 0) {
            return registration.shardId();
        }
        return state.shards().values().stream()
                .filter(known -> known.logId() == registration.logId())
                .mapToInt(Shard::id)
                .findFirst()
                .orElseGet(() -> state.lastShardId() + 1);
    }

    List<ShardView> shards() {
        ClusterState state = ledger.state();
        return state.shards().values().stream()
                .map(shard -> ShardView.of(shard, pusher.reachability(PeerId.shard(shard.id())), jobs(shard, state)))
                .toList();
    }

    private static int jobs(Shard shard, ClusterState state) {
        return (int) state.jobs().values().stream()
                .filter(job -> job.placement().shards().contains(shard.id()))
                .count();
    }
}
