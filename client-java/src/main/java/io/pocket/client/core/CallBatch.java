package io.pocket.client.core;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls that travel in one frame. Each of them is answered, lost and repeated as if it had travelled alone. Their payloads are copied, for
 * they are small, and so are the payloads of the answers: the caller's memory is at stake only while the answers are handed out.
 */
final class CallBatch extends Call {
    /** In one frame: few enough that the shard serves others in between, and that two frames can be under way. */
    static final int PARTS_MAX = 256;

    /** What an answer without payload takes, at most, unless it lists many chunks. */
    private static final int ANSWER_LENGTH = FrameHeader.HEADER_LENGTH + 64 + Frames.MAX_DETAIL_LENGTH;

    private static final int HEAD_LENGTH = Frames.requestLength(new Batch(0), null);

    private final List<Call> parts;
    private ByteBuffer answers;

    /** The answer to one part; its payload is a view of the batch's. */
    record Answer(Call part, Status status, int retryAfterMillis, Response response, ByteBuffer payload) {}

    private CallBatch(List<Call> parts, ByteBuffer frames) {
        super(null, new Batch(parts.size()), frames, 0, 0, null, Lane.NEVER);
        this.parts = parts;
    }

    /**
     * How far a batch that starts with this call goes.
     *
     * @return index behind its last call
     */
    static int end(List<Call> calls, int from, int maxFrameLength, int inlineLimit) {
        long requestBytes = HEAD_LENGTH;
        long answerBytes = HEAD_LENGTH;
        int to = from;
        while (to < calls.size() && to - from < PARTS_MAX) {
            Call call = calls.get(to);
            requestBytes += length(call);
            answerBytes += ANSWER_LENGTH + (call.request instanceof Lookup ? inlineLimit : 0);
            boolean fits = requestBytes <= maxFrameLength && answerBytes <= FrameHeader.MAX_FRAME_LENGTH;
            if (!fits && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private static int length(Call call) {
        return Frames.requestLength(call.request, null) + payloadLengthOf(call);
    }

    private static int payloadLengthOf(Call call) {
        return call.payload == null ? 0 : call.payload.remaining();
    }

    /**
     * Calls that have got their request ids.
     *
     * @param deadlinesMillis of each
     */
    static CallBatch of(List<Call> parts, int[] deadlinesMillis) {
        int length = 0;
        for (Call part : parts) {
            length += length(part);
        }
        ByteBuffer frames = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        BodyWriter writer = new BodyWriter(frames);
        for (int i = 0; i < parts.size(); i++) {
            Call part = parts.get(i);
            int payloadLength = payloadLengthOf(part);
            Frames.writeRequest(
                    frames, part.request, part.requestId(), deadlinesMillis[i], null, payloadLength, writer);
            if (payloadLength > 0) {
                frames.put(part.payload.duplicate());
            }
        }
        return new CallBatch(parts, frames.flip());
    }

    List<Call> parts() {
        return parts;
    }

    void abandon(Operation<?> operation) {
        for (Call part : parts) {
            if (operation.equals(part.owner())) {
                part.abandon();
            }
        }
    }

    /** Where the answers go. */
    ByteBuffer target(int lengthBytes) {
        answers = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        return answers.duplicate();
    }

    /**
     * Takes the response apart.
     *
     * @param status of the batch; if not OK, it is what became of every part
     * @throws ProtocolException unless there is exactly one answer to each part
     */
    List<Answer> answers(Status status, int retryAfter, Response response) throws ProtocolException {
        List<Answer> taken = new ArrayList<>(parts.size());
        if (!(response instanceof BatchReply reply)) {
            for (Call part : parts) {
                taken.add(new Answer(part, status, retryAfter, response, null));
            }
            return taken;
        }
        Map<Long, Call> open = new HashMap<>(2 * parts.size());
        for (Call part : parts) {
            open.put(part.requestId(), part);
        }
        int index = 0;
        for (int i = 0; i < reply.count(); i++) {
            taken.add(answer(open, index));
            index += FrameHeader.frameLength(answers, index);
        }
        if (!open.isEmpty() || answers == null || index != answers.capacity()) {
            throw new ProtocolException("a batch of " + parts.size() + " was answered with " + reply.count()
                    + " responses, not one for each request");
        }
        return taken;
    }

    private Answer answer(Map<Long, Call> open, int index) throws ProtocolException {
        int left = answers == null ? 0 : answers.capacity() - index;
        if (left < FrameHeader.HEADER_LENGTH) {
            throw new ProtocolException("the responses of a batch end too early");
        }
        FrameHeader.validate(answers, index, left);
        Call part = open.remove(FrameHeader.requestId(answers, index));
        Opcode opcode = Opcode.of(FrameHeader.opcode(answers, index));
        int flags = FrameHeader.flags(answers, index);
        if (part == null || part.request.opcode() != opcode || !FrameHeader.isResponse(flags)) {
            throw new ProtocolException("a response in a batch is to " + opcode + ", which was not asked");
        }
        Status status = Status.of(FrameHeader.statusCode(answers, index));
        int bodyStart = index + FrameHeader.bodyOffset(flags);
        int bodyEnd = bodyStart + FrameHeader.bodyLength(answers, index);
        Response body = Response.decode(opcode, status, view(bodyStart, bodyEnd));
        ByteBuffer payload = view(bodyEnd, index + FrameHeader.frameLength(answers, index));
        return new Answer(part, status, FrameHeader.retryAfterMillis(answers, index), body, payload);
    }

    private ByteBuffer view(int from, int to) {
        return answers.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(to).position(from);
    }
}
