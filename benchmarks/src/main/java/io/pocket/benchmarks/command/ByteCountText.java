package io.pocket.benchmarks.command;

/** Sizes for people. */
final class ByteCountText {
    private ByteCountText() {}

    /** As short as it can be said exactly: {@code 100}, {@code 4k}, {@code 64m}. */
    static String of(long bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
    }
}
