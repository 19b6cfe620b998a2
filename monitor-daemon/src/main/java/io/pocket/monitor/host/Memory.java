package io.pocket.monitor.host;

/**
 * Memory that counts against the limit that applies here: the machine's, or the control group's where that is lower.
 *
 * @param usedBytes without caches that the kernel gives up at once
 */
public record Memory(long usedBytes, long totalBytes) {}
