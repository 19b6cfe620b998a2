package io.pocket.client;

import io.pocket.client.core.AppendOperation;
import io.pocket.client.core.AwaitOperation;
import io.pocket.client.core.ByteSink;
import io.pocket.client.core.ByteSource;
import io.pocket.client.core.Change;
import io.pocket.client.core.FollowOperation;
import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.core.PutOperation;
import io.pocket.client.core.Question;
import io.pocket.client.core.ReadOperation;
import io.pocket.client.core.WriteOperation;
import io.pocket.client.wire.SocketLane;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.BucketEntry;
import io.pocket.protocol.message.BucketList;
import io.pocket.protocol.message.BucketListReply;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts and gets the objects of one job.
 *
 * <p>Names are {@code bucket/key}, at most 1,024 bytes of UTF-8. An object is immutable once put; a put of the same name replaces it at
 * once, and a reader sees all of one version or nothing. Every call blocks, at most until its deadline, and throws a subclass of
 * {@link PocketException} when it did not do what it is for.
 *
 * <p>Safe for any number of threads. Each call works with connections of its own, taken from a pool; no thread runs between calls.
 */
public final class PocketClient implements AutoCloseable {
    private static final String AGENT = "pocket-client-java/1";

    private final ClientOptions options;
    private final LanePool lanes;

    private PocketClient(LaneConfig config, ClientOptions options) {
        this.options = options;
        lanes = new LanePool(config, options.lanes());
    }

    /** A client with default options. See {@link #connect(String, ClientOptions)}. */
    public static PocketClient connect(String connectionString) {
        return connect(connectionString, ClientOptions.DEFAULTS);
    }

    /**
     * A client for the job that the connection string names. Connections are made by the first calls that need them.
     *
     * @param connectionString as registration gave it, see {@link JobTicket}
     * @throws InvalidRequestException if it is no connection string
     */
    public static PocketClient connect(String connectionString, ClientOptions options) {
        ConnectionString parsed = parse(connectionString);
        LaneConfig defaults = LaneConfig.of(parsed.shards(), parsed.token(), AGENT);
        LaneConfig config = new LaneConfig(
                defaults.shards(),
                defaults.token(),
                defaults.agent(),
                options.connectTimeout(),
                defaults.silenceTimeout(),
                defaults.idleTimeout(),
                defaults.firstBackoff(),
                defaults.lastBackoff(),
                options.chunksUnderWay(),
                options.connectionsPerLane());
        return new PocketClient(config, options);
    }

    private static ConnectionString parse(String connectionString) {
        try {
            return ConnectionString.parse(connectionString);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static ObjectName name(String name) {
        try {
            return ObjectName.of(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    // Put

    /**
     * Puts an object.
     *
     * @return its version
     */
    public long put(String name, byte[] bytes) {
        return put(name, bytes, PutOptions.NONE);
    }

    public long put(String name, byte[] bytes, PutOptions terms) {
        return put(name, ByteBuffer.wrap(bytes), terms);
    }

    /**
     * Puts the bytes between position and limit, from where they lie. The buffer's position does not move; its bytes must not change
     * before the call returns.
     *
     * @return the object's version
     */
    public long put(String name, ByteBuffer bytes) {
        return put(name, bytes, PutOptions.NONE);
    }

    public long put(String name, ByteBuffer bytes, PutOptions terms) {
        return put(name, new BufferSource(bytes), terms);
    }

    /**
     * Puts a file, which must not change before the call returns.
     *
     * @return the object's version
     * @throws LocalIoException if the file cannot be read
     */
    public long put(String name, Path file) {
        return put(name, file, PutOptions.NONE);
    }

    public long put(String name, Path file, PutOptions terms) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return put(name, new FileSource(channel), terms);
        } catch (IOException e) {
            throw LocalIoException.of("put '" + name + "' from " + file, e);
        }
    }

    /**
     * Puts so many bytes of a stream. The call blocks for as long as the stream does, beyond its deadline if need be. Should the session
     * expire in between, the put fails, because a stream cannot be read again.
     *
     * @return the object's version
     * @throws InvalidRequestException if the stream ends before
     */
    public long put(String name, InputStream bytes, long lengthBytes) {
        return put(name, bytes, lengthBytes, PutOptions.NONE);
    }

    public long put(String name, InputStream bytes, long lengthBytes, PutOptions terms) {
        if (lengthBytes < 0) {
            throw new InvalidRequestException("put '" + name + "': length " + lengthBytes + " is negative", null);
        }
        return put(name, new StreamSource(bytes, lengthBytes), terms);
    }

    private long put(String name, ByteSource source, PutOptions terms) {
        ObjectName target = name(name);
        try (Turn turn = turn("put", name, deadlineOf(terms))) {
            return turn.run(write(target, terms, source, turn.deadlineNanos())).version();
        }
    }

    private static WriteOperation write(ObjectName name, PutOptions terms, ByteSource source, long deadlineNanos) {
        return terms.readableWhileWritten()
                ? new AppendOperation(name, terms.terms(), source, deadlineNanos)
                : new PutOperation(name, terms.terms(), source, deadlineNanos);
    }

    private Duration deadlineOf(PutOptions terms) {
        return terms.deadline() == null ? options.deadline() : terms.deadline();
    }

    /** Puts an object whose size is not known beforehand. See {@link PocketOutputStream} for how to end it. */
    public PocketOutputStream openForWrite(String name) {
        return openForWrite(name, PutOptions.NONE);
    }

    public PocketOutputStream openForWrite(String name, PutOptions terms) {
        ObjectName target = name(name);
        Duration deadline = deadlineOf(terms);
        long calledAtNanos = System.nanoTime();
        SocketLane lane = lanes.borrow("put", name, deadline.toNanos());
        PipeSource source = new PipeSource();
        WriteOperation put = write(target, terms, source, deadlineNanos(lane, calledAtNanos, deadline));
        PocketOutputStream stream = new PocketOutputStream(lanes, lane, put, source, deadline);
        stream.open();
        return stream;
    }

    /** On the lane's clock; the wait for the lane counts. */
    private static long deadlineNanos(SocketLane lane, long calledAtNanos, Duration deadline) {
        return lane.nowNanos() - (System.nanoTime() - calledAtNanos) + deadline.toNanos();
    }

    // Get

    /**
     * Gets an object.
     *
     * @throws NoSuchObjectException if there is none
     */
    public byte[] get(String name) {
        return get(name, GetOptions.NONE);
    }

    public byte[] get(String name, GetOptions how) {
        ArraySink sink = new ArraySink();
        get(name, sink, how);
        return sink.bytes();
    }

    /**
     * Gets an object into a buffer, whose position moves behind the bytes. If the call fails, the bytes between position and limit are
     * undefined.
     *
     * @return how many bytes the object has
     * @throws InvalidRequestException if it has more than the buffer has room for
     */
    public int get(String name, ByteBuffer target) {
        return get(name, target, GetOptions.NONE);
    }

    public int get(String name, ByteBuffer target, GetOptions how) {
        BufferSink sink = new BufferSink(target);
        get(name, sink, how);
        target.position(target.position() + sink.lengthBytes());
        return sink.lengthBytes();
    }

    /**
     * Gets an object into a file, which is made or emptied. If the call fails, the file's content is undefined.
     *
     * @return how many bytes the object has
     * @throws LocalIoException if the file cannot be written
     */
    public long get(String name, Path file) {
        return get(name, file, GetOptions.NONE);
    }

    public long get(String name, Path file, GetOptions how) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            FileSink sink = new FileSink(channel);
            get(name, sink, how);
            // An earlier, longer version may have been read in part before this one.
            channel.truncate(sink.sizeBytes());
            return sink.sizeBytes();
        } catch (IOException e) {
            throw LocalIoException.of("get '" + name + "' into " + file, e);
        }
    }

    /**
     * Gets a part of an object, shorter than asked for if the object ends before. Only whole chunks have checksums, so what is read of a
     * chunk in part is not checked.
     *
     * @throws InvalidRequestException if the object is shorter than {@code offset}, or an argument is negative
     */
    public byte[] getRange(String name, long offset, int lengthBytes) {
        ArraySink sink = new ArraySink();
        if (offset < 0 || lengthBytes < 0) {
            throw new InvalidRequestException(
                    "get '" + name + "': range at " + offset + " of " + lengthBytes + " bytes: neither may be negative",
                    null);
        }
        get(name, sink, GetTerms.range(offset, lengthBytes), options.deadline());
        return sink.bytes();
    }

    private void get(String name, ByteSink sink, GetOptions how) {
        if (how.follow()) {
            throw new InvalidRequestException(
                    "get '" + name + "': only a stream can follow what is being written; use open", null);
        }
        get(name, sink, terms(how), how.deadlineOr(options.deadline()));
    }

    private void get(String name, ByteSink sink, GetTerms terms, Duration deadline) {
        ObjectName target = name(name);
        try (Turn turn = turn("get", name, deadline)) {
            turn.run(new GetOperation(target, terms, sink, turn.deadlineNanos()));
        }
    }

    private static GetTerms terms(GetOptions how) {
        return new GetTerms(0, GetTerms.TO_THE_END, how.await().toNanos(), 0, how.deleteAfterRead());
    }

    /**
     * Reads an object as a stream, a few chunks ahead. Returns once the first bytes are there.
     *
     * @throws NoSuchObjectException if there is none
     */
    public PocketInputStream open(String name) {
        return open(name, GetOptions.NONE);
    }

    /**
     * As {@link #open(String)}. {@code deleteAfterRead} is refused: nobody can tell when the stream's reader is done with the bytes.
     *
     * <p>With {@code follow} the stream ends where the object does, once its writer has published it; a read waits for bytes to come, up to the
     * deadline. Should the writer give up or die, or another begin the name anew, a read throws {@link ObjectChangedException}, unless
     * nothing was read yet: then it is as if there had been no object.
     */
    public PocketInputStream open(String name, GetOptions how) {
        if (how.deleteAfterRead()) {
            throw new InvalidRequestException(
                    "open '" + name + "': a stream cannot be deleted after read; use get", null);
        }
        ObjectName target = name(name);
        Duration deadline = how.deadlineOr(options.deadline());
        long calledAtNanos = System.nanoTime();
        SocketLane lane = lanes.borrow("get", name, deadline.toNanos());
        StreamSink sink = new StreamSink(options.chunksUnderWay());
        ReadOperation<?> get = read(target, how, sink, deadlineNanos(lane, calledAtNanos, deadline));
        PocketInputStream stream = new PocketInputStream(lanes, lane, get, sink, deadline);
        stream.open();
        return stream;
    }

    // Many objects at once

    /**
     * Puts many objects, in few round trips if they are small. Each is published by itself: there is no order among them, and some may be
     * there while others are not.
     *
     * @param objects bytes by name
     * @return the version of each
     */
    public BatchResults<Long> putAll(Map<String, byte[]> objects) {
        return putAll(objects, PutOptions.NONE);
    }

    /** As {@link #putAll(Map)}. The conditions hold for each object, the deadline for all together. */
    public BatchResults<Long> putAll(Map<String, byte[]> objects, PutOptions terms) {
        List<NewObject> list = new ArrayList<>(objects.size());
        objects.forEach((name, bytes) -> list.add(NewObject.of(name, bytes)));
        return putAll(list, terms);
    }

    /**
     * As {@link #putAll(Map, PutOptions)}.
     *
     * @throws InvalidRequestException if a name comes twice
     */
    public BatchResults<Long> putAll(List<NewObject> objects, PutOptions terms) {
        BatchCall<Mutated, Long> call = new BatchCall<>("put");
        List<ByteBuffer> bytes = new ArrayList<>(objects.size());
        Set<String> names = new HashSet<>();
        for (NewObject object : objects) {
            if (!names.add(object.name())) {
                throw new InvalidRequestException("put '" + object.name() + "': the name comes twice", null);
            }
            if (call.add(object.name())) {
                bytes.add(object.bytes());
            }
        }
        return call.run(
                lanes,
                deadlineOf(terms),
                (index, name, deadlineNanos) ->
                        new PutOperation(name, terms.terms(), new BufferSource(bytes.get(index)), deadlineNanos),
                (index, published) -> published.version());
    }

    /**
     * Gets many objects, in few round trips if they are small. All their bytes are held in memory.
     *
     * @param names those that come twice are got once
     */
    public BatchResults<byte[]> getAll(Collection<String> names) {
        return getAll(names, options.deadline());
    }

    public BatchResults<byte[]> getAll(Collection<String> names, Duration deadline) {
        BatchCall<ObjectReply, byte[]> call = new BatchCall<>("get");
        names.forEach(call::add);
        Map<Integer, ArraySink> sinks = new HashMap<>();
        return call.run(
                lanes,
                deadline,
                (index, name, deadlineNanos) -> {
                    ArraySink sink = new ArraySink();
                    sinks.put(index, sink);
                    return new GetOperation(name, GetTerms.WHOLE, sink, deadlineNanos);
                },
                (index, found) -> sinks.get(index).bytes());
    }

    /**
     * Deletes many objects, in few round trips.
     *
     * @param names those that come twice are deleted once
     * @return the version of each deletion; names that were not there are {@link ItemResult#isNotFound}
     */
    public BatchResults<Long> deleteAll(Collection<String> names) {
        return deleteAll(names, options.deadline());
    }

    public BatchResults<Long> deleteAll(Collection<String> names, Duration deadline) {
        BatchCall<Mutated, Long> call = new BatchCall<>("delete");
        names.forEach(call::add);
        return call.run(
                lanes,
                deadline,
                (index, name, deadlineNanos) -> Change.delete(name, 0, deadlineNanos),
                (index, deleted) -> deleted.version());
    }

    // Waiting

    /**
     * Waits until there is an object of this name. To get its bytes at once, see {@link GetOptions#withAwait}.
     *
     * @throws NoSuchObjectException if there is none at the deadline
     */
    public ObjectInfo await(String name, Duration deadline) {
        ObjectName target = name(name);
        try (Turn turn = turn("await", name, requirePositive(deadline))) {
            return info(name, turn.run(AwaitOperation.object(target, turn.deadlineNanos())));
        }
    }

    /**
     * Waits until so many objects have names that start with a prefix. The shard tells; nothing is asked again and again.
     *
     * @param prefix with at least a bucket and its slash
     * @param count at least 1
     * @return how many there are
     * @throws DeadlineExceededException if there are not enough at the deadline; its message says how many there were
     */
    public long awaitAll(String prefix, long count, Duration deadline) {
        requirePrefix(prefix);
        if (count < 1) {
            throw new InvalidRequestException("await '" + prefix + "': count " + count + " is not at least 1", null);
        }
        try (Turn turn = turn("await", prefix, requirePositive(deadline))) {
            return turn.run(AwaitOperation.count(prefix, count, turn.deadlineNanos()))
                    .objects();
        }
    }

    private static Duration requirePositive(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new InvalidRequestException("deadline " + deadline + " is not more than zero", null);
        }
        return deadline;
    }

    private static ReadOperation<?> read(ObjectName name, GetOptions how, ByteSink sink, long deadlineNanos) {
        return how.follow()
                ? new FollowOperation(name, how.await().toNanos(), sink, deadlineNanos)
                : new GetOperation(name, terms(how), sink, deadlineNanos);
    }

    // Names

    /**
     * What is known of an object, without its bytes.
     *
     * @throws NoSuchObjectException if there is none
     */
    public ObjectInfo stat(String name) {
        ObjectName target = name(name);
        try (Turn turn = turn("stat", name)) {
            return info(name, turn.run(Question.stat(target, turn.deadlineNanos())));
        }
    }

    private static ObjectInfo info(String name, ObjectReply reply) {
        return new ObjectInfo(name, reply.sizeBytes(), reply.version(), Instant.ofEpochMilli(reply.createdAtMillis()));
    }

    public boolean exists(String name) {
        try {
            stat(name);
            return true;
        } catch (NoSuchObjectException e) {
            return false;
        }
    }

    /**
     * All objects whose names start with a prefix, in the byte order of the names. Names that come or go meanwhile may be missed or
     * seen. For many names {@link #iterate} needs less memory.
     *
     * @param prefix with at least a bucket and its slash; empty for all objects of the job
     */
    public List<ObjectInfo> list(String prefix) {
        List<ObjectInfo> all = new ArrayList<>();
        iterate(prefix).forEach(all::add);
        return all;
    }

    /** As {@link #list}, but each page of {@value ListNames#MAX_LIMIT} names is asked for when the iteration comes to it. */
    public Iterable<ObjectInfo> iterate(String prefix) {
        return prefix.isEmpty()
                ? () -> new ObjectsOfBuckets(buckets().iterator(), bucket -> objects(bucket + "/"))
                : () -> objects(prefix);
    }

    private Pages<ObjectInfo> objects(String prefix) {
        return new Pages<>(last -> objectsAfter(prefix, last));
    }

    private Pages.Page<ObjectInfo> objectsAfter(String prefix, ObjectInfo last) {
        requirePrefix(prefix);
        Bytes cursor = last == null ? Bytes.EMPTY : Bytes.utf8(last.name());
        try (Turn turn = turn("list", prefix)) {
            ListReply reply = turn.run(Question.list(prefix, cursor, ListNames.MAX_LIMIT, turn.deadlineNanos()));
            return new Pages.Page<>(
                    reply.entries().stream().map(PocketClient::info).collect(Collectors.toList()), reply.more());
        }
    }

    private static ObjectInfo info(ListEntry entry) {
        return new ObjectInfo(
                entry.name().toString(),
                entry.sizeBytes(),
                entry.version(),
                Instant.ofEpochMilli(entry.createdAtMillis()));
    }

    private static void requirePrefix(String prefix) {
        if (prefix.indexOf('/') < 1 || prefix.length() > ObjectName.MAX_LENGTH) {
            throw new InvalidRequestException(
                    "prefix '" + prefix + "' must hold a bucket and its slash, and at most " + ObjectName.MAX_LENGTH
                            + " bytes",
                    null);
        }
    }

    /**
     * How many objects have names that start with a prefix.
     *
     * @param prefix with at least a bucket and its slash; empty for all objects of the job, bucket by bucket
     */
    public long count(String prefix) {
        if (prefix.isEmpty()) {
            long sum = 0;
            for (String bucket : buckets()) {
                sum += count(bucket + "/");
            }
            return sum;
        }
        requirePrefix(prefix);
        try (Turn turn = turn("count", prefix)) {
            return turn.run(Question.count(prefix, turn.deadlineNanos())).objects();
        }
    }

    /**
     * Deletes an object.
     *
     * @return whether there was one
     */
    public boolean delete(String name) {
        ObjectName target = name(name);
        try (Turn turn = turn("delete", name)) {
            turn.run(Change.delete(target, 0, turn.deadlineNanos()));
            return true;
        } catch (NoSuchObjectException e) {
            return false;
        }
    }

    /**
     * Gives an object another name in the same bucket, atomically; an object of that name is replaced.
     *
     * @return the object's version under its new name
     */
    public long rename(String from, String to) {
        ObjectName source = name(from);
        ObjectName target = name(to);
        try (Turn turn = turn("rename", from)) {
            return turn.run(Change.rename(source, target, false, turn.deadlineNanos()))
                    .version();
        }
    }

    /**
     * Makes a bucket. Buckets also come into being with their first object, then without a default time to live.
     *
     * @param ttl of objects that are put without one; zero for none
     */
    public void createBucket(String bucket, Duration ttl) {
        try (Turn turn = turn("create bucket", bucket)) {
            turn.run(Change.createBucket(bucket, ttl.toMillis(), turn.deadlineNanos()));
        }
    }

    /**
     * The job's buckets, in the order in which the names in them follow each other; each page of {@value BucketList#MAX_LIMIT} is asked for
     * when the iteration comes to it. Buckets that come or go meanwhile may be missed or seen, and one that was deleted may still be
     * there, empty.
     */
    public Iterable<String> buckets() {
        return () -> new Pages<>(this::bucketsAfter);
    }

    private Pages.Page<String> bucketsAfter(String last) {
        String cursor = last == null ? "" : last;
        try (Turn turn = turn("list buckets after", cursor)) {
            BucketListReply reply = turn.run(Question.buckets(cursor, BucketList.MAX_LIMIT, turn.deadlineNanos()));
            return new Pages.Page<>(
                    reply.buckets().stream().map(BucketEntry::bucket).collect(Collectors.toList()), reply.more());
        }
    }

    /** Deletes a bucket and all objects in it. */
    public void deleteBucket(String bucket) {
        try (Turn turn = turn("delete bucket", bucket)) {
            turn.run(Change.deleteBucket(bucket, turn.deadlineNanos()));
        }
    }

    // Calls

    private Turn turn(String verb, String target, Duration deadline) {
        return Turn.take(lanes, verb, target, deadline);
    }

    private Turn turn(String verb, String target) {
        return turn(verb, target, options.deadline());
    }

    /** Closes idle connections now, those of calls and streams under way when they end. Later calls throw {@link CallCancelledException}. */
    @Override
    public void close() {
        lanes.close();
    }
}
