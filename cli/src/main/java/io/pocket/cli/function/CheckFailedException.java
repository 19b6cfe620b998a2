package io.pocket.cli.function;

/** Data came out of Pocket wrong, or a result is not what a straight computation gives. The message says which and where. */
public final class CheckFailedException extends RuntimeException {

    /** @param message what was wrong, and in which object */
    public CheckFailedException(String message) {
        super(message);
    }
}
