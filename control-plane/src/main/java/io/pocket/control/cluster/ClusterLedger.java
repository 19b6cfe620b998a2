package io.pocket.control.cluster;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Owner of the cluster's state.
 *
 * <p>Readers on any thread take the current {@link #state()}, which never changes under them. Writers take turns under
 * one lock, held while their decision is made from the newest state, kept by the repository, and published, in this
 * order: nobody sees what a crash could undo. A decision must not block or call back into the ledger.
 */
public final class ClusterLedger implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();

    private final ClusterRepository repository;

    private volatile ClusterState state;

    public ClusterLedger(ClusterRepository repository) {
        this.repository = repository;
        this.state = repository.load();
    }

    /** The newest state. */
    public ClusterState state() {
        return state;
    }

    /**
     * Makes one change.
     *
     * @param decision from the newest state; what it throws is thrown here and nothing has changed
     * @return the decision's result
     * @throws RepositoryException the change could not be kept, and has not happened
     */
    public <R> R change(Function<ClusterState, Change<R>> decision) {
        lock.lock();
        try {
            Change<R> change = decision.apply(state);
            if (!change.events().isEmpty()) {
                ClusterState after = state.after(change.events());
                repository.append(change.events(), after);
                state = after;
            }
            return change.result();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            repository.close();
        } finally {
            lock.unlock();
        }
    }

    /** What a decision does to the state, and what its maker gets to know. */
    public record Change<R>(List<ClusterEvent> events, R result) {

        public static <R> Change<R> of(ClusterEvent event, R result) {
            return new Change<>(List.of(event), result);
        }

        public static <R> Change<R> nothing(R result) {
            return new Change<>(List.of(), result);
        }
    }
}
