package io.pocket.control.push;

import java.util.Locale;

/** What the controller knows of a peer's life. It says nothing about the peer's data: loss is a decision. */
public enum Reachability {
    /** Not connected, but heard of a moment ago. */
    CONNECTING,
    /** Connected and answering. */
    UP,
    /** Silent for as many pings as are allowed. */
    UNREACHABLE;

    /** As in JSON and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
