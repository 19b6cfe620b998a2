package io.pocket.server;

/**
 * Told when lent bytes are no longer used: the kernel has taken them all, or the connection died. Called exactly once, on the
 * loop's thread.
 */
@FunctionalInterface
public interface PayloadRelease {
    void released();
}
