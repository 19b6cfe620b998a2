package io.pocket.benchmarks.load;

import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** LOOKUPs of small objects, whose bytes come with the answer; the keys in turn. The request id is the number of the key. */
public final class PocketGets implements Dialogue {
    private final Key[] keys;
    private final byte[][] requests;
    private final int sizeBytes;
    private int asked;

    /**
     * @param first key to begin with
     * @param sizeBytes of each object; inline
     */
    public PocketGets(Key[] keys, int first, int sizeBytes) {
        this.keys = keys;
        this.sizeBytes = sizeBytes;
        this.requests = Arrays.stream(keys).map(PocketGets::request).toArray(byte[][]::new);
        this.asked = first;
    }

    private static byte[] request(Key key) {
        Lookup lookup = new Lookup(0, ObjectName.of(key.text()), 0, Mutation.NONE, 0);
        byte[] bytes = new byte[Frames.requestLength(lookup, null)];
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Frames.writeRequest(frame, lookup, 0, 0, null, 0, new BodyWriter(frame));
        return bytes;
    }

    @Override
    public void ask(ByteBuffer out) {
        int number = asked++ % keys.length;
        int start = out.position();
        out.put(requests[number]).putLong(start + FrameHeader.REQUEST_ID_OFFSET, number);
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int count = 0;
        while (PocketFrames.isWhole(in)) {
            int start = in.position();
            PocketFrames.requireOk(in, start);
            check(in, start);
            in.position(start + FrameHeader.frameLength(in, start));
            count++;
        }
        return count;
    }

    private void check(ByteBuffer in, int start) {
        Key key = keys[(int) FrameHeader.requestId(in, start)];
        if (FrameHeader.payloadLength(in, start) != sizeBytes) {
            throw new WrongAnswerException(key.text() + ": " + FrameHeader.payloadLength(in, start) + " inline bytes");
        }
        int end = start + FrameHeader.frameLength(in, start);
        long expected = Long.reverseBytes(key.stamp());
        if (in.getLong(end - sizeBytes) != expected || in.getLong(end - Long.BYTES) != expected) {
            throw new WrongAnswerException(key.text() + ": the value of another key");
        }
    }
}
