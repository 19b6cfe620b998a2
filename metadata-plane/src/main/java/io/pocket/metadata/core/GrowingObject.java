package io.pocket.metadata.core;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An object that is read while it is written: its chunks so far, at least one, all of one upload. */
final class GrowingObject {
    private final long job;
    private final ObjectName name;
    private final List<Chunk> chunks = new ArrayList<>();
    private long sizeBytes;
    private int encodedLength;

    GrowingObject(long job, ObjectName name) {
        this.job = job;
        this.name = name;
    }

    void append(List<Chunk> more) {
        for (Chunk chunk : more) {
            chunks.add(chunk);
            sizeBytes += chunk.lengthBytes();
            encodedLength += chunk.length();
        }
    }

    long job() {
        return job;
    }

    ObjectName name() {
        return name;
    }

    /** In order; changes as it grows. */
    List<Chunk> chunks() {
        return Collections.unmodifiableList(chunks);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes of its chunks in a message. */
    int encodedLength() {
        return encodedLength;
    }

    /** What it is named by: no other object, past or to come, has it. */
    ChunkId id() {
        return idOf(chunks);
    }

    /** The upload whose end ends it. */
    long upload() {
        return id().upload();
    }

    /** The number by which followers know an object with these chunks. */
    static ChunkId idOf(List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            return ChunkId.NONE;
        }
        Replica first = chunks.getFirst().replicas().getFirst();
        return first.chunk();
    }
}
