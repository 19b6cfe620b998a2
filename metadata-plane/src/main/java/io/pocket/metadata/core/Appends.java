package io.pocket.metadata.core;

import io.pocket.metadata.record.Appended;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import java.util.ArrayList;
import java.util.List;

/** APPEND: an object grows where only followers see it, until the last one publishes it as a COMMIT of all its chunks would. */
final class Appends {
    private static final int RETRY_AFTER_MILLIS = 1000;

    /** Chunks beyond this would make a LOOKUP's reply too long. */
    private static final int MAX_CHUNKS_LENGTH =
            FrameHeader.MAX_BODY_LENGTH - new ObjectReply(0, 0, 0, 0, 0, 0, 0, false, List.of()).bodyLength();

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final Mutations mutations;
    private final Commits commits;
    private final Objects objects;

    Appends(
            ShardConfig config,
            ShardState state,
            StateWriter writer,
            ShardRules rules,
            Mutations mutations,
            Commits commits,
            Objects objects) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
        this.mutations = mutations;
        this.commits = commits;
        this.objects = objects;
    }

    /**
     * Appends, or answers from the log.
     *
     * @return whether followers of the name have something to see now
     */
    boolean append(Call call, Append request) throws Refusal {
        ResultImage former = mutations.begin(call, request.mutation());
        if (former != null) {
            call.reply(state, new Mutated(former.version(), former.affected()));
            return false;
        }
        checkForm(request);
        objects.requireHere(call, request.name().bucket());
        GrowingObject stream = isFirst(request) ? null : requireStream(call, request);
        checkChunks(request, stream);
        if (isFirst(request) && !isLast(request)) {
            checkStreams(call, request);
        }
        long expiresAtMillis = isFirst(request) || isLast(request) ? judgeWhole(call, request, stream) : 0;
        write(call, request, expiresAtMillis);
        call.reply(state, new Mutated(state.version(), 1));
        return true;
    }

    private static boolean isFirst(Append request) {
        return request.offset() == 0;
    }

    private static boolean isLast(Append request) {
        return (request.flags() & Append.LAST) != 0;
    }

    private static void checkForm(Append request) throws Refusal {
        if ((request.flags() & ~(Append.LAST | Append.IF_ABSENT)) != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "unknown APPEND flags " + request.flags());
        }
        if (isFirst(request) && request.chunks().isEmpty()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT, "a stream begins with at least one chunk; COMMIT an empty object");
        }
        if (!isFirst(request) && !isLast(request) && request.flags() != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "IF_ABSENT goes with offset 0 or LAST only");
        }
        if (!isLast(request) && request.ttlMillis() != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "a time to live goes with LAST only");
        }
    }

    private GrowingObject requireStream(Call call, Append request) throws Refusal {
        GrowingObject stream = state.streams().get(call.session().job(), request.name());
        if (stream == null || stream.upload() != request.mutation().upload()) {
            throw new Refusal(
                    Status.CONDITION_FAILED,
                    "this upload writes no stream '" + request.name() + "': it was abandoned or begun by another");
        }
        if (stream.sizeBytes() != request.offset()) {
            throw new Refusal(
                    Status.CONDITION_FAILED,
                    "the stream '" + request.name() + "' has " + stream.sizeBytes() + " bytes, not "
                            + request.offset());
        }
        return stream;
    }

    private void checkChunks(Append request, GrowingObject stream) throws Refusal {
        int length = stream == null ? 0 : stream.encodedLength();
        for (Chunk chunk : request.chunks()) {
            commits.checkLength(chunk);
            length += chunk.length();
        }
        if (length > MAX_CHUNKS_LENGTH) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "'" + request.name() + "' would have more chunks than an object can: put it as several objects");
        }
        commits.checkChunks(request.mutation(), request.chunks());
    }

    /**
     * What a COMMIT in the place of this APPEND would have to pass.
     *
     * @return end of the published object's life in state time; 0 for none, and as long as it is not published
     */
    private long judgeWhole(Call call, Append request, GrowingObject stream) throws Refusal {
        Commit whole = whole(request, stream);
        ObjectRecord present = objects.find(call, request.name());
        commits.checkCondition(whole, present);
        commits.checkQuota(call, whole, present);
        if (!isLast(request)) {
            return 0;
        }
        checkNothingIsLost(whole);
        long expiresAtMillis = commits.expiry(call, whole);
        commits.requireRoom(
                request.name(),
                new ObjectImage(
                        state.version() + 1,
                        whole.sizeBytes(),
                        0,
                        call.epochMillis(),
                        expiresAtMillis,
                        0,
                        whole.chunks()));
        return expiresAtMillis;
    }

    /** The COMMIT that would publish what there is with this APPEND. */
    private static Commit whole(Append request, GrowingObject stream) {
        List<Chunk> chunks = new ArrayList<>(stream == null ? List.of() : stream.chunks());
        chunks.addAll(request.chunks());
        long size = request.offset();
        for (Chunk chunk : request.chunks()) {
            size += chunk.lengthBytes();
        }
        int flags = (request.flags() & Append.IF_ABSENT) == 0 ? 0 : Commit.IF_ABSENT;
        return new Commit(request.mutation(), request.name(), flags, 0, request.ttlMillis(), size, 0, chunks);
    }

    /** Unlike those of a COMMIT the chunks may have been written long ago. */
    private void checkNothingIsLost(Commit whole) throws Refusal {
        for (Chunk chunk : whole.chunks()) {
            if (rules.isLostEverywhere(state.nodes(), chunk)) {
                throw new Refusal(
                        Status.DATA_LOST, "bytes of the stream '" + whole.name() + "' were on a node that is lost");
            }
        }
    }

    private void checkStreams(Call call, Append request) throws Refusal {
        long job = call.session().job();
        boolean replaces = state.streams().get(job, request.name()) != null;
        if (!replaces && state.streams().ofJob(job).size() >= config.maxStreamsPerJob()) {
            throw new Refusal(
                    Status.QUOTA_EXCEEDED,
                    RETRY_AFTER_MILLIS,
                    "a job may write " + config.maxStreamsPerJob() + " objects at once that are read meanwhile");
        }
    }

    private void write(Call call, Append request, long expiresAtMillis) throws Refusal {
        writer.execute(new Appended(
                call.nowMillis(),
                request.mutation(),
                call.session().job(),
                request.name(),
                isFirst(request),
                isLast(request),
                isLast(request) ? call.epochMillis() : 0,
                expiresAtMillis,
                request.chunks()));
    }
}
