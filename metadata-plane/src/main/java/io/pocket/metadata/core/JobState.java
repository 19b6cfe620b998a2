package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.JobPut;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A job: what the controller said of it, its buckets and its uploads. */
final class JobState {
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Set<Long> uploads = new HashSet<>();
    private final JobTraffic traffic = new JobTraffic();
    private final BucketDirectory directory;
    private JobPut terms;
    private long objects;
    private long bytes;
    private long inlineBytes;

    /** The one asked for last: names of one bucket come one after the other. */
    private Bucket recent;

    /** @param shardId of this shard */
    JobState(int shardId, JobPut terms) {
        directory = new BucketDirectory(shardId);
        this.terms = terms;
    }

    /** What the controller said of it last. */
    JobPut terms() {
        return terms;
    }

    void change(JobPut changed) {
        terms = changed;
    }

    /** The bucket, or null. */
    Bucket bucket(String name) {
        return buckets.get(name);
    }

    /** The bucket of an object with this name, or null. */
    Bucket bucketOf(ObjectName object) {
        if (recent == null || !recent.isOf(object)) {
            recent = buckets.get(object.bucket());
        }
        return recent;
    }

    void addBucket(Bucket bucket) {
        buckets.put(bucket.name(), bucket);
        directory.foundHere(bucket.name());
    }

    Bucket removeBucket(String name) {
        recent = null;
        directory.forget(name);
        return buckets.remove(name);
    }

    Map<String, Bucket> buckets() {
        return buckets;
    }

    /** Where its buckets live, if this is its first shard. */
    BucketDirectory directory() {
        return directory;
    }

    Set<Long> uploads() {
        return uploads;
    }

    JobTraffic traffic() {
        return traffic;
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

    void count(long objectsMore, long bytesMore, long inlineBytesMore) {
        objects += objectsMore;
        bytes += bytesMore;
        inlineBytes += inlineBytesMore;
    }
}
