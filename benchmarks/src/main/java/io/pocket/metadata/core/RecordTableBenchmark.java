package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.server.DirectRecordMemory;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A shard's objects as the shard keeps them: records beside the heap, the tree of names, the tree of expiries. Names of 31 bytes in one bucket,
 * one chunk each, each with a time to live. Names are drawn at random, so that a lookup in a large table misses the processor's caches. In this
 * package, because the table is nobody's but the core's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordTableBenchmark {
    private static final long CAPACITY_BYTES = 1L << 30;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long EXPIRES_AT_MILLIS = 3_600_000;
    private static final long CREATED_AT_MILLIS = 1_767_225_600_000L;
    private static final int PAGE = 100;
    private static final int OF_ONE_MAP = 1_000;

    /** A power of two. */
    private static final int DRAWS = 1 << 16;

    @Param({"10000", "1000000"})
    public int objects;

    private final ObjectName[] present = new ObjectName[DRAWS];
    private final ObjectName[] absent = new ObjectName[DRAWS];
    private final List<Chunk> chunks =
            List.of(new Chunk(CHUNK_BYTES, 0x12345678, List.of(new Replica(new ChunkId(UploadId.of(1, 1), 1), 3, 9))));
    private ObjectTable table;
    private Bucket bucket;
    private long version;
    private int draw;

    /** Even numbers are there, odd ones are not: a name that is not there ends among those that are. */
    @Setup
    public void fill() {
        table = new ObjectTable(new DirectRecordMemory(CAPACITY_BYTES), 1);
        bucket = table.newBucket(1, "bucket");
        for (int i = 0; i < objects; i++) {
            put(name(2 * i));
        }
        Random random = new Random(42);
        for (int i = 0; i < DRAWS; i++) {
            present[i] = name(2 * random.nextInt(objects));
            absent[i] = name(2 * random.nextInt(objects) + 1);
        }
    }

    private static ObjectName name(int number) {
        return ObjectName.of("bucket/map-%06d/reduce-%06d".formatted(number / OF_ONE_MAP, number % OF_ONE_MAP));
    }

    private void put(ObjectName name) {
        version++;
        ObjectImage image =
                new ObjectImage(version, CHUNK_BYTES, 0, CREATED_AT_MILLIS, EXPIRES_AT_MILLIS + version, 0, chunks);
        table.put(bucket, name, image, ObjectRecord.NO_INLINE_BYTES, 0, 0, true);
    }

    private ObjectName next(ObjectName[] names) {
        draw = (draw + 1) & (DRAWS - 1);
        return names[draw];
    }

    /** With its chunks, as a LOOKUP's reply wants them. */
    @Benchmark
    public List<Chunk> lookupHit() {
        return table.get(bucket, next(present)).chunks();
    }

    @Benchmark
    public Object lookupMiss() {
        return table.get(bucket, next(absent));
    }

    /** A COMMIT's part and a DELETE's, both trees included. */
    @Benchmark
    public void insertAndDelete() {
        ObjectName name = next(absent);
        put(name);
        int slot = table.get(bucket, name).slot();
        table.remove(bucket, slot);
        table.unschedule(slot);
        table.free(slot);
    }

    /** The entries of one LIST of {@value #PAGE} names, from behind a name on. */
    @Benchmark
    public List<ListEntry> listPage() {
        NameRange range = new NameRange(table, bucket, bucket.start(), cursor(), false);
        List<ListEntry> entries = new ArrayList<>();
        int slot = range.next();
        while (slot != RecordHeap.NONE && entries.size() < PAGE) {
            ObjectRecord object = table.read(slot);
            entries.add(new ListEntry(
                    table.nameOf(slot), object.sizeBytes(), object.version(), object.createdAtEpochMillis()));
            slot = range.next();
        }
        return entries;
    }

    private Bytes cursor() {
        return next(present).asBytes();
    }
}
