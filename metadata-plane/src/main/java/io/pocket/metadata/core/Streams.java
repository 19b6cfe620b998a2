package io.pocket.metadata.core;

import io.pocket.protocol.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Growing objects, at most one for each name. They live beside the visible ones: nothing but FOLLOW sees them. Always in the order in which they began,
 * after a restart too: it is the order in which their chunks are freed, and frees have numbers.
 */
final class Streams {
    private final Map<Long, Map<ObjectName, GrowingObject>> byJob = new HashMap<>();
    private final Map<Long, Set<GrowingObject>> byUpload = new HashMap<>();
    private int size;

    /** What grows under this name, or null. */
    GrowingObject get(long job, ObjectName name) {
        return ofJob(job).get(name);
    }

    /** Takes a growing object that has its first chunks, under a name where nothing grows. */
    void add(GrowingObject stream) {
        byJob.computeIfAbsent(stream.job(), _ -> new LinkedHashMap<>()).put(stream.name(), stream);
        byUpload.computeIfAbsent(stream.upload(), _ -> new LinkedHashSet<>()).add(stream);
        size++;
    }

    void remove(GrowingObject stream) {
        Map<ObjectName, GrowingObject> ofJob = byJob.get(stream.job());
        ofJob.remove(stream.name());
        if (ofJob.isEmpty()) {
            byJob.remove(stream.job());
        }
        Set<GrowingObject> ofUpload = byUpload.get(stream.upload());
        ofUpload.remove(stream);
        if (ofUpload.isEmpty()) {
            byUpload.remove(stream.upload());
        }
        size--;
    }

    /** All that end with this upload, in the order in which they began. */
    List<GrowingObject> ofUpload(long upload) {
        return List.copyOf(byUpload.getOrDefault(upload, Set.of()));
    }

    List<GrowingObject> ofBucket(long job, String bucket) {
        List<GrowingObject> found = new ArrayList<>();
        for (GrowingObject stream : ofJob(job).values()) {
            if (stream.name().bucket().equals(bucket)) {
                found.add(stream);
            }
        }
        return found;
    }

    Map<ObjectName, GrowingObject> ofJob(long job) {
        return byJob.getOrDefault(job, Map.of());
    }

    /** The job was dropped: its nodes free the chunks by themselves. */
    void forgetJob(long job) {
        List.copyOf(ofJob(job).values()).forEach(this::remove);
    }

    int size() {
        return size;
    }
}
