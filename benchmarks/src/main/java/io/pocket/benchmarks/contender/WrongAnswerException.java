package io.pocket.benchmarks.contender;

/** A contender answered, but not what it was asked for: such a measurement counts for nothing. */
public final class WrongAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message which key, and what is wrong */
    public WrongAnswerException(String message) {
        super(message);
    }
}
