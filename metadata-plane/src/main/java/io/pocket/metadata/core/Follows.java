package io.pocket.metadata.core;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.FollowReply;
import java.util.List;

/** FOLLOW: what a growing object has more than its reader knows. */
final class Follows {
    private static final int MAX_CHUNKS_LENGTH =
            FrameHeader.MAX_BODY_LENGTH - new FollowReply(0, 0, 0, ChunkId.NONE, 0, List.of()).bodyLength();

    private final ShardState state;
    private final ShardRules rules;
    private final Objects objects;

    Follows(ShardState state, ShardRules rules, Objects objects) {
        this.state = state;
        this.rules = rules;
        this.objects = objects;
    }

    /**
     * Answers a FOLLOW if it can be answered now.
     *
     * @return false when there is nothing more to tell yet and nothing was answered
     */
    boolean follow(Call call, Follow request) throws Refusal {
        checkForm(request);
        objects.requireHere(call, request.name().bucket());
        GrowingObject stream = state.streams().get(call.session().job(), request.name());
        if (stream != null && isMeant(request, stream.id())) {
            return followGrowing(call, request, stream);
        }
        ObjectRecord object = objects.find(call, request.name());
        if (object != null && isMeant(request, GrowingObject.idOf(object.chunks()))) {
            followPublished(call, request, object);
            return true;
        }
        return answerMissing(request, object);
    }

    private static void checkForm(Follow request) throws Refusal {
        if ((request.flags() & ~Follow.AWAIT) != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "unknown FOLLOW flags " + request.flags());
        }
        if (isAnyMeant(request) && request.fromChunk() != 0) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT, "chunks are known of a stream only: name it, or follow from chunk 0");
        }
    }

    private static boolean isAnyMeant(Follow request) {
        return request.stream().equals(ChunkId.NONE);
    }

    private static boolean isMeant(Follow request, ChunkId id) {
        return isAnyMeant(request) || request.stream().equals(id);
    }

    private boolean followGrowing(Call call, Follow request, GrowingObject stream) throws Refusal {
        if (request.fromChunk() == stream.chunks().size()) {
            return false;
        }
        reply(call, request, 0, stream.sizeBytes(), stream.chunks());
        return true;
    }

    private void followPublished(Call call, Follow request, ObjectRecord object) throws Refusal {
        reply(call, request, object.version(), object.sizeBytes(), object.chunks());
    }

    private void reply(Call call, Follow request, long version, long sizeBytes, List<Chunk> all) throws Refusal {
        if (request.fromChunk() > all.size()) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "'" + request.name() + "' has " + all.size() + " chunks, not " + request.fromChunk());
        }
        List<Chunk> more = page(all.subList(request.fromChunk(), all.size()));
        requireReachable(request, more);
        FollowReply reply =
                new FollowReply(state.version(), version, sizeBytes, GrowingObject.idOf(all), all.size(), more);
        call.requireRoom(reply, 0);
        call.reply(state, reply);
    }

    private static List<Chunk> page(List<Chunk> chunks) {
        int count = 0;
        int length = 0;
        while (count < Math.min(chunks.size(), FollowReply.MAX_CHUNKS)) {
            length += chunks.get(count).length();
            if (length > MAX_CHUNKS_LENGTH) {
                break;
            }
            count++;
        }
        return chunks.subList(0, count);
    }

    private void requireReachable(Follow request, List<Chunk> chunks) throws Refusal {
        for (Chunk chunk : chunks) {
            if (rules.isLostEverywhere(state.nodes(), chunk)) {
                throw new Refusal(Status.DATA_LOST, "bytes of '" + request.name() + "' were on a node that is lost");
            }
        }
    }

    private static boolean answerMissing(Follow request, ObjectRecord other) throws Refusal {
        if (other != null) {
            throw new Refusal(
                    Status.CONDITION_FAILED,
                    "'" + request.name() + "' has version " + other.version()
                            + ", which is another object than the one followed");
        }
        if (isAnyMeant(request) && (request.flags() & Follow.AWAIT) != 0) {
            return false;
        }
        throw new Refusal(
                Status.NOT_FOUND,
                isAnyMeant(request)
                        ? "no object '" + request.name() + "'"
                        : "the stream '" + request.name() + "' was abandoned");
    }
}
