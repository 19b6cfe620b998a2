package io.pocket.server;

/**
 * Whether this machine has a kind of event loop.
 *
 * @param cause why not, and what it would need; empty when available
 */
public record EventLoopAvailability(EventLoopKind kind, boolean available, String cause) {
    static EventLoopAvailability available(EventLoopKind kind) {
        return new EventLoopAvailability(kind, true, "");
    }

    static EventLoopAvailability unavailable(EventLoopKind kind, String cause) {
        return new EventLoopAvailability(kind, false, cause);
    }
}
