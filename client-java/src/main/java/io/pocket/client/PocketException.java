package io.pocket.client;

import io.pocket.client.core.Failure;
import java.time.Duration;

/** A call did not do what it is for. The message names the object and says what to do; the subclass says it to code. */
public abstract class PocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;
    private final int retryAfterMillis;

    PocketException(Failure failure) {
        super(failure.message(), failure.cause());
        outcomeUnknown = failure.outcomeUnknown();
        retryAfterMillis = failure.retryAfterMillis();
    }

    PocketException(String message, Throwable cause) {
        super(message, cause);
        outcomeUnknown = false;
        retryAfterMillis = 0;
    }

    /** A change was sent and its answer did not come: it may have taken effect, or may yet. Look before repeating it. */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }

    /** When a repetition is worth while, as far as the server knows; zero when it did not say. */
    public Duration retryAfter() {
        return Duration.ofMillis(retryAfterMillis);
    }
}
