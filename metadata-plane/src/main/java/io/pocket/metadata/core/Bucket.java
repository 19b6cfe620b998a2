package io.pocket.metadata.core;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The objects of one bucket in the order of their names. */
final class Bucket {
    private final String name;
    private final NavigableMap<Bytes, ObjectRecord> objects = new TreeMap<>();
    private long defaultTtlMillis;

    Bucket(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long defaultTtlMillis() {
        return defaultTtlMillis;
    }

    void setDefaultTtlMillis(long millis) {
        defaultTtlMillis = millis;
    }

    ObjectRecord get(ObjectName object) {
        return objects.get(object.asBytes());
    }

    ObjectRecord put(ObjectName object, ObjectRecord record) {
        return objects.put(object.asBytes(), record);
    }

    ObjectRecord remove(ObjectName object) {
        return objects.remove(object.asBytes());
    }

    NavigableMap<Bytes, ObjectRecord> objects() {
        return objects;
    }
}
