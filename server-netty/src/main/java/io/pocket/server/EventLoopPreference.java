package io.pocket.server;

import java.util.List;
import java.util.Locale;

/** The configured choice: the best that this machine has, or one kind and no other. */
public enum EventLoopPreference {
    AUTO(null),
    IO_URING(EventLoopKind.IO_URING),
    EPOLL(EventLoopKind.EPOLL),
    NIO(EventLoopKind.NIO);

    private final EventLoopKind only;

    EventLoopPreference(EventLoopKind only) {
        this.only = only;
    }

    List<EventLoopKind> candidates() {
        return only == null ? List.of(EventLoopKind.values()) : List.of(only);
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
