package io.pocket.server;

import java.util.List;
import java.util.Locale;

/** The configured choice: the best that this machine has, or one kind and no other. */
public enum EventLoopPreference {
    AUTO(List.of(EventLoopKind.values())),
    IO_URING(List.of(EventLoopKind.IO_URING)),
    EPOLL(List.of(EventLoopKind.EPOLL)),
    NIO(List.of(EventLoopKind.NIO));

    private final List<EventLoopKind> candidates;

    EventLoopPreference(List<EventLoopKind> candidates) {
        this.candidates = candidates;
    }

    List<EventLoopKind> candidates() {
        return candidates;
    }

    /** Reads {@code auto}, {@code io_uring}, {@code epoll} or {@code nio}. */
    public static EventLoopPreference parse(String text) {
        for (EventLoopPreference preference : values()) {
            if (preference.name().toLowerCase(Locale.ROOT).equals(text)) {
                return preference;
            }
        }
        throw new IllegalArgumentException("event loop '" + text + "' is none of auto, io_uring, epoll, nio");
    }
}
