package io.pocket.metadata.core;

import io.pocket.metadata.record.ObjectImage;

/** A published object in memory: its logged image, where its inline bytes are, and who claims it. */
final class ObjectRecord {
    private final ObjectImage image;
    private final long inlineHandle;
    private long claimId;
    private long claimUntilMillis;

    ObjectRecord(ObjectImage image, long inlineHandle) {
        this.image = image;
        this.inlineHandle = inlineHandle;
    }

    ObjectImage image() {
        return image;
    }

    long inlineHandle() {
        return inlineHandle;
    }

    boolean isInline() {
        return image.chunks().isEmpty();
    }

    boolean isExpired(long nowMillis) {
        return image.expiresAtMillis() != 0 && image.expiresAtMillis() <= nowMillis;
    }

    boolean isClaimed(long nowMillis) {
        return claimId != 0 && claimUntilMillis > nowMillis;
    }

    long claimId() {
        return claimId;
    }

    long claimUntilMillis() {
        return claimUntilMillis;
    }

    void claim(long id, long untilMillis) {
        claimId = id;
        claimUntilMillis = untilMillis;
    }
}
