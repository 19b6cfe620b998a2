package io.pocket.metadata.core;

import io.pocket.metadata.core.table.Leaves;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.protocol.Bytes;

/** Records of one bucket whose names start with a prefix, in the order of their names. The state may change meanwhile. */
final class NameRange {
    private final ObjectTable table;
    private final Bucket bucket;
    private final byte[] prefix = new byte[Leaves.MAX_KEY_LENGTH];
    private final byte[] key = new byte[Leaves.MAX_KEY_LENGTH];
    private int prefixLength;
    private int keyLength;
    private boolean inclusive;
    private boolean ended;

    /**
     * From the prefix on, or from behind the cursor.
     *
     * @param bucket of the prefix, null if there is none
     * @param cursor a name, or empty
     * @param includesCursor whether an object with this name is wanted too
     */
    NameRange(ObjectTable table, Bucket bucket, Bytes prefix, Bytes cursor, boolean includesCursor) {
        this.table = table;
        this.bucket = bucket;
        if (bucket == null) {
            ended = true;
            return;
        }
        int start = bucket.start().length();
        prefixLength = prefix.copyTo(start, this.prefix);
        if (cursor.compareTo(prefix) < 0) {
            keyLength = prefix.copyTo(start, key);
            inclusive = true;
        } else if (cursor.startsWith(bucket.start())) {
            keyLength = cursor.copyTo(start, key);
            inclusive = includesCursor;
        } else {
            ended = true; // It is behind all names of the bucket.
        }
    }

    /** The next record, or {@link RecordHeap#NONE}. */
    int next() {
        if (ended) {
            return RecordHeap.NONE;
        }
        int slot = bucket.objects().atOrAfter(key, keyLength, inclusive);
        if (slot == RecordHeap.NONE || !startsWithPrefix(slot)) {
            ended = true;
            return RecordHeap.NONE;
        }
        keyLength = table.copyKey(slot, key);
        inclusive = false;
        return slot;
    }

    private boolean startsWithPrefix(int slot) {
        int mismatch = table.mismatch(slot, prefix, prefixLength);
        return mismatch == Leaves.SAME || mismatch >= prefixLength;
    }
}
