package io.pocket.metadata.core;

import io.pocket.metadata.record.ObjectExpired;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;

/** Finds objects, and ends those whose time to live is over. */
final class Objects {
    private static final int RETRY_AFTER_MILLIS = 1000;

    private final ShardState state;
    private final StateWriter writer;
    private final BucketPlaces places;

    Objects(ShardState state, StateWriter writer, BucketPlaces places) {
        this.state = state;
        this.writer = writer;
        this.places = places;
    }

    /** Refuses, with WRONG_SHARD, a bucket of another shard. */
    void requireHere(Call call, String bucket) throws Refusal {
        places.requireHere(call, bucket);
    }

    /** The object of the caller's job, or null. */
    ObjectRecord find(Call call, ObjectName name) throws Refusal {
        places.requireHere(call, name);
        long job = call.session().job();
        ObjectRecord object = state.find(job, name);
        if (object != null && object.isExpired(call.nowMillis())) {
            writer.execute(new ObjectExpired(call.nowMillis(), job, name));
            return null;
        }
        return object;
    }

    ObjectRecord require(Call call, ObjectName name) throws Refusal {
        ObjectRecord object = find(call, name);
        if (object == null) {
            throw new Refusal(Status.NOT_FOUND, "no object '" + name + "'");
        }
        return object;
    }

    /** Asked before an object's record is written anew. */
    void requireRoomToChange() throws Refusal {
        if (!state.table().hasRoomToChange()) {
            throw new Refusal(
                    Status.STORAGE_FULL,
                    RETRY_AFTER_MILLIS,
                    "the shard's " + state.table().heap().capacityBytes()
                            + " bytes for records are taken: delete objects, or raise its --record-memory");
        }
    }

    Refusal conditionFailed(ObjectName name, ObjectRecord object) {
        return new Refusal(Status.CONDITION_FAILED, "'" + name + "' has version " + object.version());
    }

    /** Ends objects that are due, at most {@code max}; the rest comes with the next call, and so does what the log had no room for. */
    void expireDue(long nowMillis, int max) throws Refusal {
        ObjectTable table = state.table();
        for (int n = 0; n < max; n++) {
            if (table.nextExpiryMillis() > nowMillis) {
                return;
            }
            int due = table.firstToExpire();
            Bucket bucket = table.bucketOf(due);
            if (bucket.isGone()) {
                table.unschedule(due);
            } else {
                writer.execute(new ObjectExpired(nowMillis, bucket.job(), table.nameOf(due)));
            }
        }
    }

    /** As {@link #expireDue}; whether nothing is left that has expired by now. */
    boolean endAllDue(long nowMillis, int max) {
        try {
            expireDue(nowMillis, max);
            return isNothingDue(nowMillis);
        } catch (Refusal logFull) {
            return false;
        }
    }

    /** Whether nothing is left that has expired by now. */
    boolean isNothingDue(long nowMillis) {
        return state.table().nextExpiryMillis() > nowMillis;
    }
}
