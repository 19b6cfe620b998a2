package io.pocket.control.fault;

/** Something outside the program is wrong. The message names it; the remedy says what to do. */
public class RemediableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public RemediableException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
