package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Remembers what a transfer told. */
public final class RecordedCompletion implements Completion {

    private int calls;
    private IOException failure;

    @Override
    public void completed() {
        calls++;
    }

    @Override
    public void failed(IOException cause) {
        calls++;
        failure = cause;
    }

    public int calls() {
        return calls;
    }

    public IOException failure() {
        return failure;
    }

    public void requireCompletedOnce() {
        assertThat(calls).as("completions").isEqualTo(1);
        assertThat(failure).isNull();
    }
}
