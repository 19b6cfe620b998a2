package io.pocket.metadata.journal;

/**
 * What a journal takes.
 *
 * @param logBytes appended since the last snapshot, framing included
 * @param snapshotBytes size of that snapshot, 0 when there is none
 */
public record JournalUsage(long logBytes, long snapshotBytes) {
    public long totalBytes() {
        return logBytes + snapshotBytes;
    }

    /**
     * Share of the bytes that a snapshot taken now would save, 0 to 1.
     *
     * @param liveBytes what that snapshot would take, as the owner estimates it
     */
    public double deadShare(long liveBytes) {
        long total = totalBytes();
        return total == 0 ? 0 : Math.max(0, total - liveBytes) / (double) total;
    }
}
