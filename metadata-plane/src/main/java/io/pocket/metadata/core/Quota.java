package io.pocket.metadata.core;

/** What of a job a shard bounds. */
public enum Quota {
    OBJECTS("objects"),
    INLINE_BYTES("inline_bytes"),
    OPERATIONS("operations"),
    CONNECTIONS("connections");

    private final String label;

    Quota(String label) {
        this.label = label;
    }

    /** As in metrics. */
    public String label() {
        return label;
    }
}
