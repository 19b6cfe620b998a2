package io.pocket.cli.demo;

/** A function ended badly, or not in time. The message shows its last lines. */
final class FunctionFailedException extends RuntimeException {

    FunctionFailedException(String message) {
        super(message);
    }
}
