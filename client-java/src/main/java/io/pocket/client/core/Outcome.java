package io.pocket.client.core;

/** How an operation ended. */
public sealed interface Outcome<T> {
    /** It did what it is for. */
    record Value<T>(T value) implements Outcome<T> {}

    /** It did not, or not for certain. */
    record Failed<T>(Failure failure) implements Outcome<T> {}
}
