package io.pocket.server;

/** Bytes that half-arrived frames of one loop may take together. */
final class GatherBudget {
    private long leftBytes;

    GatherBudget(long totalBytes) {
        this.leftBytes = totalBytes;
    }

    boolean take(int bytes) {
        if (bytes > leftBytes) {
            return false;
        }
        leftBytes -= bytes;
        return true;
    }

    void giveBack(int bytes) {
        leftBytes += bytes;
    }
}
