package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Remembers what a transfer told. */
public final class RecordedCompletion implements Completion {

    private int calls;
    private int failures;
    private IOException failure;
    private int overdueCalls;
    private IOException overdue;

    @Override
    public void completed() {
        calls++;
    }

    @Override
    public void failed(IOException cause) {
        calls++;
        failures++;
        failure = cause;
    }

    @Override
    public void overdue(IOException cause) {
        overdueCalls++;
        overdue = cause;
    }

    public int calls() {
        return calls;
    }

    public int failures() {
        return failures;
    }

    public int overdueCalls() {
        return overdueCalls;
    }

    /** What was told at the deadline; null if nothing was. */
    public IOException overdue() {
        return overdue;
    }

    public IOException failure() {
        return failure;
    }

    public void requireCompletedOnce() {
        assertThat(calls).as("completions").isEqualTo(1);
        assertThat(failure).isNull();
    }
}
