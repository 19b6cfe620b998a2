package io.pocket.control.node;

import io.pocket.control.cluster.ClusterEvent;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.NodeShares;
import io.pocket.control.placement.Placement;
import io.pocket.control.placement.Relocation;
import io.pocket.control.quota.NodeShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.springframework.stereotype.Component;

/**
 * Works out what a change of a node means for the jobs on it: where they put new data if all their nodes drain, where what was guaranteed on a
 * node that left is guaranteed now, and how their byte quotas are split. Stateless; does not block, so it may decide under the ledger's lock.
 */
@Component
final class JobMoves {

    private final ClusterViews views;

    JobMoves(ClusterViews views) {
        this.views = views;
    }

    /**
     * A change with what follows from it.
     *
     * @param events the change, and the moves
     * @param touched numbers of all jobs on the node
     * @param moved those of them that have other nodes, or may have something else on theirs
     * @param reduced those of them for which less is guaranteed than was
     */
    record Moves(List<ClusterEvent> events, List<Long> touched, List<Long> moved, List<Reduced> reduced) {

        static final Moves NONE = new Moves(List.of(), List.of(), List.of(), List.of());
    }

    /** A job for whose guarantee there is not room enough any more. */
    record Reduced(String job, long bytes) {}

    /** What follows when something happens to a node. */
    Moves after(ClusterEvent event, int node, ClusterState before) {
        ClusterState after = before.after(List.of(event));
        List<Job> touched = before.jobs().values().stream()
                .filter(job -> job.placement().uses(node))
                .toList();
        Planner planner = new Planner(after);
        planner.events.add(event);
        for (Job job : touched) {
            Job now = after.jobs().get(job.number());
            boolean left = !now.placement().uses(node);
            planner.plan(now, left ? job.placement().guaranteedBytes(node) : 0);
        }
        return planner.moves(touched.stream().map(Job::number).toList());
    }

    /** Nodes for jobs whose nodes all drain, as far as there are others by now. */
    Moves rescue(ClusterState state) {
        List<Job> stranded = state.jobs().values().stream()
                .filter(job -> Relocation.isStranded(job.placement(), drains(state)))
                .toList();
        if (stranded.isEmpty()) {
            return Moves.NONE;
        }
        Planner planner = new Planner(state);
        stranded.forEach(job -> planner.plan(job, 0));
        return planner.moves(planner.moved);
    }

    private static IntPredicate drains(ClusterState state) {
        return id -> state.nodes().get(id).life().drains();
    }

    /** Collects the moves of one change. */
    private final class Planner {

        private final ClusterState state;
        private final Relocation relocation;
        private final List<ClusterEvent> events = new ArrayList<>();
        private final List<Long> moved = new ArrayList<>();
        private final List<Reduced> reduced = new ArrayList<>();

        Planner(ClusterState state) {
            this.state = state;
            this.relocation = new Relocation(views.of(state));
        }

        void plan(Job job, long bytesToGuarantee) {
            Relocation.Moved guaranteed = relocation.guarantee(bytesToGuarantee, job.placement());
            if (guaranteed.unplacedBytes() > 0) {
                reduced.add(new Reduced(job.id(), guaranteed.unplacedBytes()));
            }
            Optional<Placement> rescued = relocation.rescue(guaranteed.placement(), drains(state));
            Placement placement = rescued.orElse(guaranteed.placement());
            List<NodeShare> shares = NodeShares.of(job.terms().quotas(), placement, state.nodes());
            if (!placement.equals(job.placement()) || !shares.equals(job.terms().nodeShares())) {
                events.add(new ClusterEvent.JobPlaced(job.number(), placement, shares));
                moved.add(job.number());
            }
        }

        Moves moves(List<Long> touched) {
            return new Moves(List.copyOf(events), List.copyOf(touched), List.copyOf(moved), List.copyOf(reduced));
        }
    }
}
