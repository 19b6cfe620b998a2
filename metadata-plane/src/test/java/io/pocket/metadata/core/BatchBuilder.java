package io.pocket.metadata.core;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the frames of a batch together, and takes its answer apart. */
final class BatchBuilder {
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private int count;

    BatchBuilder add(long id, Request request) {
        return add(id, request, 0, "");
    }

    BatchBuilder add(long id, Request request, int deadlineMillis, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(Frames.requestLength(request, null) + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(out, request, id, deadlineMillis, null, bytes.length, new BodyWriter(out));
        return raw(out.put(bytes).array());
    }

    BatchBuilder put(long id, Mutation mutation, String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int crc = Checksum.crc32c(bytes, 0, bytes.length);
        return add(id, new Commit(mutation, ObjectName.of(name), 0, 0, 0, bytes.length, crc, List.of()), 0, text);
    }

    BatchBuilder lookup(long id, String name, int flags) {
        return add(id, new Lookup(flags, ObjectName.of(name), 0, Mutation.NONE, 0));
    }

    BatchBuilder raw(byte[] frame) {
        frames.writeBytes(frame);
        count++;
        return this;
    }

    void send(ShardHarness.Peer peer) {
        send(peer, count);
    }

    void send(ShardHarness.Peer peer, int statedCount) {
        peer.send(
                new Batch(statedCount), 0, ByteBuffer.wrap(frames.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** One answer in a batch. */
    record Answer(Status status, Response body, String payload) {}

    /** Sends, and takes the answer apart, which must have come at once. */
    Map<Long, Answer> ask(ShardHarness.Peer peer) {
        int before = peer.answers().size();
        send(peer);
        if (peer.answers().size() == before) {
            throw new AssertionError("the batch was not answered");
        }
        return answers(peer);
    }

    /** What the peer was answered last. */
    static Map<Long, Answer> answers(ShardHarness.Peer peer) {
        ByteBuffer in = ByteBuffer.wrap(peer.lastPayload()).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, Answer> answers = new LinkedHashMap<>();
        int index = 0;
        while (index < in.capacity()) {
            int end = index + FrameHeader.frameLength(in.clear(), index);
            Status status = Status.of(FrameHeader.statusCode(in, index));
            int bodyEnd = index + FrameHeader.HEADER_LENGTH + FrameHeader.bodyLength(in, index);
            in.limit(bodyEnd).position(index + FrameHeader.HEADER_LENGTH);
            byte[] payload = new byte[end - bodyEnd];
            Response body = decode(Opcode.of(FrameHeader.opcode(in, index)), status, in);
            in.limit(end).position(bodyEnd).get(payload);
            answers.put(
                    FrameHeader.requestId(in, index),
                    new Answer(status, body, new String(payload, StandardCharsets.UTF_8)));
            index = end;
        }
        return answers;
    }

    private static Response decode(Opcode opcode, Status status, ByteBuffer in) {
        try {
            return Response.decode(opcode == null ? Opcode.PING : opcode, status, in);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
