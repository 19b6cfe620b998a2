package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RadixTree;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;

/** The objects of one bucket in the order of their names. One that was deleted or dropped lives on until its last record is given back. */
final class Bucket {
    private static final long NEVER = 0;

    private final int number;
    private final long job;
    private final String name;
    private final Bytes start;
    private final RadixTree objects;
    private long inlineBytes;
    private long defaultTtlMillis;
    private long deletedAt = NEVER;
    private boolean dropped;

    /** Of the last snapshot that holds it, and whether as a deleted one. */
    private long snapshot;

    private boolean snapshotAsDeleted;

    /**
     * An empty bucket.
     *
     * @param number by which its records name it
     */
    Bucket(int number, long job, String name, RadixTree objects) {
        this.number = number;
        this.job = job;
        this.name = name;
        this.start = Bytes.utf8(name + "/");
        this.objects = objects;
    }

    int number() {
        return number;
    }

    long job() {
        return job;
    }

    String name() {
        return name;
    }

    /** What all names in it start with: its own and a slash. */
    Bytes start() {
        return start;
    }

    boolean isOf(ObjectName object) {
        return object.startsWith(start);
    }

    long defaultTtlMillis() {
        return defaultTtlMillis;
    }

    void setDefaultTtlMillis(long millis) {
        defaultTtlMillis = millis;
    }

    RadixTree objects() {
        return objects;
    }

    long inlineBytes() {
        return inlineBytes;
    }

    void countInline(long change) {
        inlineBytes += change;
    }

    /** No name leads here any more; the chunks of what is left are still to be freed. */
    void delete(long atVersion) {
        deletedAt = atVersion;
    }

    /** The shard's version that deleted it: no two have the same. */
    long deletedAt() {
        return deletedAt;
    }

    /** Its job was dropped. */
    void drop() {
        dropped = true;
    }

    boolean isGone() {
        return dropped || deletedAt != NEVER;
    }

    /** It belongs to the snapshot with this number, as it is now. */
    void include(long snapshotNumber) {
        snapshot = snapshotNumber;
        snapshotAsDeleted = deletedAt != NEVER;
    }

    boolean isIncluded(long snapshotNumber) {
        return snapshot == snapshotNumber;
    }

    boolean wasDeleted() {
        return snapshotAsDeleted;
    }
}
