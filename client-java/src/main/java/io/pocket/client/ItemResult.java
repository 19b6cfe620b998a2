package io.pocket.client;

import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;

/**
 * What became of one name in a call on many. Immutable.
 *
 * @param <T> what success brings
 */
public final class ItemResult<T> {
    private final String name;
    private final T value;
    private final Failure failure;

    private ItemResult(String name, T value, Failure failure) {
        this.name = name;
        this.value = value;
        this.failure = failure;
    }

    static <T> ItemResult<T> of(String name, T value) {
        return new ItemResult<>(name, value, null);
    }

    static <T> ItemResult<T> failed(String name, Failure failure) {
        return new ItemResult<>(name, null, failure);
    }

    public String name() {
        return name;
    }

    /** The call did for this name what it is for. */
    public boolean isOk() {
        return failure == null;
    }

    /** There is no such object. */
    public boolean isNotFound() {
        return failure != null && failure.kind() == FailureKind.NO_SUCH_OBJECT;
    }

    /** Neither done nor merely not found. */
    public boolean isFailed() {
        return !isOk() && !isNotFound();
    }

    /**
     * What success brought.
     *
     * @throws PocketException what the call for this name alone would have thrown
     */
    public T value() {
        if (failure != null) {
            throw exception();
        }
        return value;
    }

    /** What the call for this name alone would have thrown; null when {@link #isOk}. Made anew each time. */
    public PocketException exception() {
        return failure == null ? null : Failures.exception(failure);
    }

    @Override
    public String toString() {
        return name + ": " + (failure == null ? "ok" : failure.message());
    }
}
