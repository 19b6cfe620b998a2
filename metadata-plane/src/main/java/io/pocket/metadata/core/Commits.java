package io.pocket.metadata.core;

import io.pocket.metadata.record.Committed;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** COMMIT: publishes an object. */
final class Commits {
    /** Results and committed chunk numbers of one upload are kept until the client lets go of them; this bounds the latter. */
    private static final int MAX_CHUNKS_ABOVE_FLOOR = 32_768;

    private static final int RETRY_AFTER_MILLIS = 1000;

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final Mutations mutations;
    private final Objects objects;

    Commits(
            ShardConfig config,
            ShardState state,
            StateWriter writer,
            ShardRules rules,
            Mutations mutations,
            Objects objects) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
        this.mutations = mutations;
        this.objects = objects;
    }

    /**
     * Publishes the object or answers from the log.
     *
     * @return whether the name has changed now
     */
    boolean commit(Call call, Commit request, ByteBuffer payload) throws Refusal {
        ResultImage former = mutations.begin(call, request.mutation());
        if (former != null) {
            call.reply(state, new Mutated(former.version(), former.affected()));
            return false;
        }
        checkContent(request, payload);
        checkChunks(request.mutation(), request.chunks());
        ObjectRecord present = objects.find(call, request.name());
        checkCondition(request, present);
        checkQuota(call, request, present);
        publish(call, request, payload);
        call.reply(state, new Mutated(state.version(), 1));
        return true;
    }

    private void checkContent(Commit request, ByteBuffer payload) throws Refusal {
        if (request.chunks().isEmpty()) {
            checkInline(request, payload.remaining());
            return;
        }
        long sum = 0;
        for (Chunk chunk : request.chunks()) {
            checkLength(chunk);
            sum += chunk.lengthBytes();
        }
        if (sum != request.sizeBytes() || payload.hasRemaining()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "chunks of " + sum + " bytes and a payload of " + payload.remaining() + " do not make an object of "
                            + request.sizeBytes());
        }
    }

    private void checkInline(Commit request, int payloadLength) throws Refusal {
        if (payloadLength != request.sizeBytes()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "the payload has " + payloadLength + " bytes, the object " + request.sizeBytes());
        }
        if (payloadLength > config.inlineLimit()) {
            throw new Refusal(
                    Status.INLINE_FULL, payloadLength + " bytes exceed the inline limit of " + config.inlineLimit());
        }
        if (!rules.mayStoreInline(state.inline(), payloadLength)) {
            throw new Refusal(Status.INLINE_FULL, "the shard has no room for inline bytes: write a chunk");
        }
    }

    void checkLength(Chunk chunk) throws Refusal {
        if (chunk.lengthBytes() < 1 || chunk.lengthBytes() > config.chunkSize()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "a chunk of " + chunk.lengthBytes() + " bytes is not within 1.." + config.chunkSize());
        }
        if (!isOnDistinctNodes(chunk.replicas())) {
            throw new Refusal(Status.INVALID_ARGUMENT, "a chunk needs replicas, each on a node of its own");
        }
    }

    private static boolean isOnDistinctNodes(List<Replica> replicas) {
        if (replicas.size() > 1) {
            Set<Integer> nodes = new HashSet<>();
            return replicas.stream().allMatch(replica -> nodes.add(replica.nodeId()));
        }
        return !replicas.isEmpty();
    }

    /** Rules 2, 4 and 5: which chunks may be named under this mutation. */
    void checkChunks(Mutation mutation, List<Chunk> chunks) throws Refusal {
        UploadState upload = state.upload(mutation.upload());
        int count = 0;
        for (Chunk chunk : chunks) {
            for (Replica replica : chunk.replicas()) {
                checkReplica(mutation, upload, replica);
                count++;
            }
        }
        if (count > 1) {
            requireDistinct(chunks);
        }
        if (upload.committedCount() + count > MAX_CHUNKS_ABOVE_FLOOR) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "more than " + MAX_CHUNKS_ABOVE_FLOOR + " committed chunks above the floor: raise the chunk floor");
        }
    }

    private static void requireDistinct(List<Chunk> chunks) throws Refusal {
        SequenceSet sequences = new SequenceSet();
        for (Chunk chunk : chunks) {
            for (Replica replica : chunk.replicas()) {
                if (!sequences.add(replica.chunk().sequence())) {
                    throw new Refusal(Status.CHUNK_REUSED, "chunk " + replica.chunk() + " is named twice");
                }
            }
        }
    }

    private void checkReplica(Mutation mutation, UploadState upload, Replica replica) throws Refusal {
        Status status = rules.checkChunk(upload, state.nodes(), mutation, replica);
        if (status != Status.OK) {
            throw new Refusal(
                    status,
                    "chunk " + replica.chunk().sequence() + " of upload "
                            + replica.chunk().upload() + " on node " + replica.nodeId() + " incarnation "
                            + replica.incarnation() + " cannot be committed");
        }
    }

    /** @param present what is there under the name, or null */
    void checkCondition(Commit request, ObjectRecord present) throws Refusal {
        if ((request.flags() & ~(Commit.IF_ABSENT | Commit.IF_VERSION)) != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "unknown COMMIT flags " + request.flags());
        }
        if ((request.flags() & Commit.IF_ABSENT) != 0 && present != null) {
            throw new Refusal(Status.EXISTS, "'" + request.name() + "' exists");
        }
        if ((request.flags() & Commit.IF_VERSION) != 0) {
            requireVersion(request, present);
        }
    }

    private void requireVersion(Commit request, ObjectRecord present) throws Refusal {
        if (present == null) {
            throw new Refusal(Status.NOT_FOUND, "no object '" + request.name() + "' to replace");
        }
        if (present.version() != request.ifVersion()) {
            throw objects.conditionFailed(request.name(), present);
        }
    }

    /**
     * What replaces an object takes its place in the quotas too.
     *
     * @param replaced what is there under the name, or null
     */
    void checkQuota(Call call, Commit request, ObjectRecord replaced) throws Refusal {
        JobState job = state.job(call.session().job());
        JobPut quota = job.terms();
        if (replaced == null && quota.quotaObjects() != 0 && job.objects() >= quota.quotaObjects()) {
            throw Refusal.ofQuota(
                    Quota.OBJECTS,
                    Status.QUOTA_EXCEEDED,
                    RETRY_AFTER_MILLIS,
                    "the job may hold " + quota.quotaObjects() + " objects on this shard");
        }
        long grown = inlineBytes(request) - (replaced == null ? 0 : replaced.inlineLength());
        if (grown > 0 && quota.quotaInlineBytes() != 0 && job.inlineBytes() + grown > quota.quotaInlineBytes()) {
            throw Refusal.ofQuota(
                    Quota.INLINE_BYTES,
                    Status.INLINE_FULL,
                    0,
                    "the job may hold " + quota.quotaInlineBytes() + " inline bytes on this shard: write a chunk");
        }
    }

    private static long inlineBytes(Commit request) {
        return request.chunks().isEmpty() ? request.sizeBytes() : 0;
    }

    private void publish(Call call, Commit request, ByteBuffer payload) throws Refusal {
        int inlineLength = request.chunks().isEmpty() ? payload.remaining() : 0;
        ObjectImage image = new ObjectImage(
                state.version() + 1,
                request.sizeBytes(),
                request.crc32c(),
                call.epochMillis(),
                expiry(call, request),
                inlineLength,
                request.chunks());
        requireRoom(request.name(), image);
        writer.execute(
                new Committed(
                        call.nowMillis(), request.mutation(), call.session().job(), request.name(), image),
                inlineLength == 0 ? null : payload);
    }

    /** That the memory for records has room; asked before anything is logged, for what was logged always applies. */
    void requireRoom(ObjectName name, ObjectImage image) throws Refusal {
        if (!state.table().hasRoomFor(name, image)) {
            throw new Refusal(
                    Status.STORAGE_FULL,
                    RETRY_AFTER_MILLIS,
                    "the shard's " + state.table().heap().capacityBytes()
                            + " bytes for records are taken: delete objects, or raise its --record-memory");
        }
    }

    /** End of the object's life in state time, 0 for none. */
    long expiry(Call call, Commit request) {
        long ttl = request.ttlMillis() != 0 ? request.ttlMillis() : defaultTtlMillis(call, request);
        return ttl == 0 ? 0 : Math.addExact(call.nowMillis(), Math.min(ttl, Long.MAX_VALUE / 2));
    }

    private long defaultTtlMillis(Call call, Commit request) {
        JobState job = state.job(call.session().job());
        Bucket bucket = job.bucketOf(request.name());
        return bucket != null && bucket.defaultTtlMillis() != 0
                ? bucket.defaultTtlMillis()
                : job.terms().defaultTtlMillis();
    }
}
