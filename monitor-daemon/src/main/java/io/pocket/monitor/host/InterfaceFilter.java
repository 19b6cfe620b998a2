package io.pocket.monitor.host;

import java.util.Set;

/**
 * Which network interfaces count.
 *
 * @param names these and no others; empty for all but loopback
 */
public record InterfaceFilter(Set<String> names) {
    private static final String LOOPBACK = "lo";

    public InterfaceFilter {
        names = Set.copyOf(names);
    }

    boolean includes(String name) {
        return names.isEmpty() ? !name.equals(LOOPBACK) : names.contains(name);
    }
}
