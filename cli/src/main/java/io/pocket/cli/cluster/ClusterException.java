package io.pocket.cli.cluster;

/** The cluster could not be started or kept. The message says which process, why, and shows its last log lines. */
public final class ClusterException extends RuntimeException {

    /** @param message what failed, and the remedy if there is one */
    public ClusterException(String message) {
        super(message);
    }

    /** @param cause what the system said */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
