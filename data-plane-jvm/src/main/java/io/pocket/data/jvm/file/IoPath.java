package io.pocket.data.jvm.file;

/**
 * How bytes travel between memory and the file.
 *
 * @param engine {@code io_uring}, or {@code threads} where the kernel has or allows none
 * @param direct past the page cache
 * @param reason why it is not the best one; empty if it is
 */
public record IoPath(String engine, boolean direct, String reason) {}
