package io.pocket.control.push;

/** A peer answered, and said no. Made without a stack trace: it is an outcome, not a fault. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param detail one sentence with the status in it
     */
    public RefusedException(String detail) {
        super(detail, null, false, false);
    }
}
