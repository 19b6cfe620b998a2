package io.pocket.cli.cluster;

/**
 * What memory one process has had resident, and what it may have.
 *
 * @param process its name
 * @param peakBytes most that it has had since it started; pages of mapped files count
 * @param boundBytes sum of all its limits
 */
public record MemoryFigures(String process, long peakBytes, long boundBytes) {

    public boolean isWithinBound() {
        return peakBytes <= boundBytes;
    }
}
