package io.pocket.client.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Operations of one call, each with an outcome of its own: one that fails stops no other, and the group itself never fails. Some of them are
 * under way at a time. What they ask a shard at the same moment travels together ({@link CallBatch}), by shard.
 *
 * @param <T> what each brings
 */
public final class OperationGroup<T> extends Operation<List<Outcome<T>>> {
    /**
     * Members under way. A shard remembers a bounded number of results that the client has not acknowledged; two frames of a batch stay
     * well below.
     */
    static final int MEMBERS_UNDER_WAY = 2 * CallBatch.PARTS_MAX;

    private final Members<T> members;
    private final List<Outcome<T>> outcomes;
    private final Set<Operation<T>> live = new LinkedHashSet<>();
    private final ArrayDeque<Operation<?>> waitingForTurn = new ArrayDeque<>();
    private int begun;
    private int ended;
    private int chunks;
    private boolean beginning;
    private Failure aborted;

    /** Makes the members, each once, when its turn comes. */
    public interface Members<T> {
        /**
         * Makes the member of this index.
         *
         * @param deadlineNanos the group's
         */
        Operation<T> make(int index, long deadlineNanos);
    }

    /**
     * A group of so many members.
     *
     * @param verb for messages: what is done
     * @param count how many members there are
     */
    public OperationGroup(String verb, int count, Members<T> members, long deadlineNanos) {
        super(verb, count + " objects", deadlineNanos);
        this.members = members;
        outcomes = new ArrayList<>(Arrays.asList(newArray(count)));
    }

    @SuppressWarnings("unchecked") // An array of nulls.
    private static <T> Outcome<T>[] newArray(int count) {
        return (Outcome<T>[]) new Outcome<?>[count];
    }

    /** Its members find the shards they need. */
    @Override
    void findShard() {
        begin();
    }

    @Override
    boolean needs(Link shard) {
        return false;
    }

    @Override
    String bucket() {
        return null;
    }

    @Override
    void onStart() {
        throw new IllegalStateException(subject() + " has no shard");
    }

    @Override
    void onAnswer(Call answered) {
        throw new IllegalStateException(subject() + " asks nothing by itself");
    }

    /** Begins as many as may be under way, or ends the group if all have ended. */
    void begin() {
        if (beginning || isDone()) {
            return;
        }
        beginning = true;
        giveTurns();
        while (mayBegin()) {
            int index = begun++;
            Operation<T> member = members.make(index, deadlineNanos());
            member.join(this, index);
            live.add(member);
            lane().begin(member);
        }
        beginning = false;
        if (ended == outcomes.size()) {
            succeed(outcomes);
        }
    }

    private boolean mayBegin() {
        return aborted == null
                && begun < outcomes.size()
                && live.size() < MEMBERS_UNDER_WAY
                && lane().nowNanos() < deadlineNanos();
    }

    /** Called by a member. */
    @SuppressWarnings("unchecked") // Members are of this type: begin() makes them.
    void memberEnded(Operation<?> member) {
        live.remove(member);
        outcomes.set(member.groupIndex(), ((Operation<T>) member).outcome());
        ended++;
        waitingForTurn.remove(member);
        memberChunksEnded(member.chunksUnderWay());
        // Others may end in the same event: those that begin then acknowledge the results of all of them.
        lane().beginLater(this);
    }

    /** The deadline is over, the caller gave up, or the job cannot be used: that is the outcome of all that have not ended. */
    @Override
    void abort(Failure failure) {
        aborted = failure;
        while (begun < outcomes.size()) {
            outcomes.set(begun++, new Outcome.Failed<>(failure));
            ended++;
        }
        for (Operation<T> member : List.copyOf(live)) {
            member.abort(failure);
        }
        begin();
    }

    // The bound of chunks under way, which the members share

    boolean mayMemberHaveAnotherChunk(Operation<?> member) {
        boolean free = chunks < lane().config().chunksUnderWay();
        if (!free && !waitingForTurn.contains(member)) {
            waitingForTurn.add(member);
        }
        return free;
    }

    void memberChunkBegan() {
        chunks++;
    }

    void memberChunksEnded(int count) {
        chunks -= count;
        // Not at once: the member whose chunk ended is in the middle of its own answer, and may be the next in turn.
        lane().beginLater(this);
    }

    private void giveTurns() {
        for (int turns = waitingForTurn.size();
                turns > 0 && chunks < lane().config().chunksUnderWay();
                turns--) {
            Operation<?> next = waitingForTurn.poll();
            if (next == null) {
                return;
            }
            next.onTurn();
        }
    }
}
