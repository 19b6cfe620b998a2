package io.pocket.data.jvm;

/** A node cannot start. The message says what is wrong and what to do; there is no more to be learned from a stack trace. */
final class NodeStartException extends Exception {

    private static final long serialVersionUID = 1L;

    NodeStartException(String message) {
        super(message);
    }

    NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
