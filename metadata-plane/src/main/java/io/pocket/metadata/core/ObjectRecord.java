package io.pocket.metadata.core;

import io.pocket.metadata.record.ObjectImage;
import io.pocket.protocol.message.Chunk;
import java.util.List;

/**
 * A published object: what is said of it, where its inline bytes are, and who claims it. A copy of a record; only its chunks are read when
 * they are asked for first, and that must be before the state changes.
 */
final class ObjectRecord {
    static final long NO_INLINE_BYTES = -1;

    private final RecordLayout layout;
    private final int slot;
    private final long version;
    private final long sizeBytes;
    private final int crc32c;
    private final long createdAtEpochMillis;
    private final long expiresAtMillis;
    private final int inlineLength;
    private final long inlineHandle;
    private final long claimId;
    private final long claimUntilMillis;
    private final int chunksAt;
    private List<Chunk> chunks;

    ObjectRecord(
            RecordLayout layout,
            int slot,
            long version,
            long sizeBytes,
            int crc32c,
            long createdAtEpochMillis,
            long expiresAtMillis,
            int inlineLength,
            long inlineHandle,
            long claimId,
            long claimUntilMillis,
            int chunksAt) {
        this.layout = layout;
        this.slot = slot;
        this.version = version;
        this.sizeBytes = sizeBytes;
        this.crc32c = crc32c;
        this.createdAtEpochMillis = createdAtEpochMillis;
        this.expiresAtMillis = expiresAtMillis;
        this.inlineLength = inlineLength;
        this.inlineHandle = inlineHandle;
        this.claimId = claimId;
        this.claimUntilMillis = claimUntilMillis;
        this.chunksAt = chunksAt;
    }

    /** Where the record is. */
    int slot() {
        return slot;
    }

    long version() {
        return version;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    int crc32c() {
        return crc32c;
    }

    long createdAtEpochMillis() {
        return createdAtEpochMillis;
    }

    /** State time, 0 for never. */
    long expiresAtMillis() {
        return expiresAtMillis;
    }

    int inlineLength() {
        return inlineLength;
    }

    long inlineHandle() {
        return inlineHandle;
    }

    List<Chunk> chunks() {
        if (chunks == null) {
            chunks = layout.readChunks(slot, chunksAt);
        }
        return chunks;
    }

    /** As it is logged. */
    ObjectImage image() {
        return image(version);
    }

    /** The same object as another version of it. */
    ObjectImage image(long otherVersion) {
        return new ObjectImage(
                otherVersion, sizeBytes, crc32c, createdAtEpochMillis, expiresAtMillis, inlineLength, chunks());
    }

    boolean isInline() {
        return chunks().isEmpty();
    }

    boolean isExpired(long nowMillis) {
        return expiresAtMillis != 0 && expiresAtMillis <= nowMillis;
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
}
