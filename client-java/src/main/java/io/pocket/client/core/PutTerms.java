package io.pocket.client.core;

import io.pocket.protocol.message.Commit;

/**
 * Under which conditions an object is published.
 *
 * @param ifAbsent refuse when the name is taken
 * @param ifVersion version that the object must have; 0 for any
 * @param ttlMillis it is deleted this long after; 0 for the bucket's default
 */
public record PutTerms(boolean ifAbsent, long ifVersion, long ttlMillis) {
    public static final PutTerms NONE = new PutTerms(false, 0, 0);

    public PutTerms {
        if (ifAbsent && ifVersion != 0) {
            throw new IllegalArgumentException("an object cannot be absent and have version " + ifVersion);
        }
        if (ttlMillis < 0) {
            throw new IllegalArgumentException("time to live " + ttlMillis + " ms is negative");
        }
    }

    int flags() {
        return (ifAbsent ? Commit.IF_ABSENT : 0) | (ifVersion != 0 ? Commit.IF_VERSION : 0);
    }
}
