package io.pocket.cli.function.sort;

/** Cuts {@code total} records into {@code parts} slices whose sizes differ by one at most. */
record Slices(long total, int parts) {

    /** First record of a slice. */
    long start(int part) {
        return total / parts * part + Math.min(part, total % parts);
    }

    /** Records in a slice. */
    int size(int part) {
        return Math.toIntExact(start(part + 1) - start(part));
    }
}
