package io.pocket.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Walks over the objects of one bucket after the other. */
final class ObjectsOfBuckets implements Iterator<ObjectInfo> {
    private final Iterator<String> buckets;
    private final Function<String, Iterator<ObjectInfo>> objectsOf;
    private Iterator<ObjectInfo> objects;

    /**
     * @param buckets in the order of the names in them
     * @param objectsOf the objects of a bucket
     */
    ObjectsOfBuckets(Iterator<String> buckets, Function<String, Iterator<ObjectInfo>> objectsOf) {
        this.buckets = buckets;
        this.objectsOf = objectsOf;
    }

    @Override
    public boolean hasNext() {
        while ((objects == null || !objects.hasNext()) && buckets.hasNext()) {
            objects = objectsOf.apply(buckets.next());
        }
        return objects != null && objects.hasNext();
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more names");
        }
        return objects.next();
    }
}
