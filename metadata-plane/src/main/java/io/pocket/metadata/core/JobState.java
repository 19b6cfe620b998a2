package io.pocket.metadata.core;

import io.pocket.metadata.record.JobStored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A job: what the controller said of it, its buckets and its uploads. */
final class JobState {
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Set<Long> uploads = new HashSet<>();
    private JobStored stored;
    private long objects;
    private long bytes;
    private long inlineBytes;

    JobState(JobStored stored) {
        this.stored = stored;
    }

    JobStored stored() {
        return stored;
    }

    void store(JobStored changed) {
        stored = changed;
    }

    /** The bucket, or null. */
    Bucket bucket(String name) {
        return buckets.get(name);
    }

    Bucket bucketOrNew(String name) {
        return buckets.computeIfAbsent(name, Bucket::new);
    }

    Bucket removeBucket(String name) {
        return buckets.remove(name);
    }

    Map<String, Bucket> buckets() {
        return buckets;
    }

    Set<Long> uploads() {
        return uploads;
    }

    long objects() {
        return objects;
    }

    long bytes() {
        return bytes;
    }

    long inlineBytes() {
        return inlineBytes;
    }

    void count(ObjectRecord record, int sign) {
        objects += sign;
        bytes += sign * record.image().sizeBytes();
        inlineBytes += (long) sign * record.image().inlineLength();
    }
}
