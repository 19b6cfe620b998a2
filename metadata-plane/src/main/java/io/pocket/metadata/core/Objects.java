package io.pocket.metadata.core;

import io.pocket.metadata.record.ObjectExpired;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;

/** Finds objects, and ends those whose time to live is over. */
final class Objects {
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

    Refusal conditionFailed(ObjectName name, ObjectRecord object) {
        return new Refusal(
                Status.CONDITION_FAILED,
                "'" + name + "' has version " + object.image().version());
    }

    /** Ends objects that are due, at most {@code max}; the rest comes with the next call, and so does what the log had no room for. */
    void expireDue(long nowMillis, int max) throws Refusal {
        for (int n = 0; n < max; n++) {
            ObjectExpiries.Entry due = state.expiries().peekDue(nowMillis);
            if (due == null) {
                return;
            }
            ObjectRecord object = state.find(due.job(), due.name());
            if (object != null && object.image().version() == due.version()) {
                writer.execute(new ObjectExpired(nowMillis, due.job(), due.name()));
            } else {
                state.expiries().remove(due);
            }
        }
    }
}
