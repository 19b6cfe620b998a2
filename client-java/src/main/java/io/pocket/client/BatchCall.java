package io.pocket.client;

import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.Operation;
import io.pocket.client.core.OperationGroup;
import io.pocket.client.core.Outcome;
import io.pocket.protocol.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call on many names. A name that is none fails by itself, like everything else that concerns one name.
 *
 * @param <T> what the operation on one name brings in the core
 * @param <R> what it brings to the caller
 */
final class BatchCall<T, R> {
    private final String verb;
    private final Map<String, ItemResult<R>> results = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<ObjectName> targets = new ArrayList<>();

    /** The operation on one name. */
    interface Each<T> {
        Operation<T> operation(int index, ObjectName name, long deadlineNanos);
    }

    /** What the operation's result means to the caller. */
    interface Result<T, R> {
        R of(int index, T value);
    }

    /** @param verb for messages: what is done */
    BatchCall(String verb) {
        this.verb = verb;
    }

    /** Takes a name in, unless it is no name or was there before; true when it got the next index. */
    boolean add(String name) {
        if (results.containsKey(name)) {
            return false;
        }
        results.put(name, null);
        try {
            targets.add(ObjectName.of(name));
            names.add(name);
            return true;
        } catch (IllegalArgumentException e) {
            String message = verb + " '" + name + "': " + e.getMessage();
            Failure failure = new Failure(FailureKind.INVALID_REQUEST, message, false, 0, 0, null);
            results.put(name, ItemResult.failed(name, failure));
            return false;
        }
    }

    BatchResults<R> run(LanePool lanes, Duration deadline, Each<T> each, Result<T, R> result) {
        if (!names.isEmpty()) {
            List<Outcome<T>> outcomes = outcomes(lanes, deadline, each);
            for (int i = 0; i < outcomes.size(); i++) {
                results.put(names.get(i), item(i, outcomes.get(i), result));
            }
        }
        return new BatchResults<>(results);
    }

    private List<Outcome<T>> outcomes(LanePool lanes, Duration deadline, Each<T> each) {
        try (Turn turn = Turn.take(lanes, verb, names.size() + " objects", deadline)) {
            return turn.run(new OperationGroup<>(
                    verb,
                    names.size(),
                    (index, deadlineNanos) -> each.operation(index, targets.get(index), deadlineNanos),
                    turn.deadlineNanos()));
        }
    }

    private ItemResult<R> item(int index, Outcome<T> outcome, Result<T, R> result) {
        String name = names.get(index);
        return outcome instanceof Outcome.Value<T> value
                ? ItemResult.of(name, result.of(index, value.value()))
                : ItemResult.failed(name, ((Outcome.Failed<T>) outcome).failure());
    }
}
