package io.pocket.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.WrongAnswerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** GETs of Redis, the keys in turn. Answers come in the order of the requests. */
public final class RespGets implements Dialogue {
    private final Key[] keys;
    private final byte[][] requests;
    private final byte[] head;
    private final int sizeBytes;
    private int asked;
    private int taken;

    /**
     * @param first key to begin with
     * @param sizeBytes of each value
     */
    public RespGets(Key[] keys, int first, int sizeBytes) {
        this.keys = keys;
        this.sizeBytes = sizeBytes;
        this.requests = Arrays.stream(keys).map(RespGets::request).toArray(byte[][]::new);
        this.head = ("$" + sizeBytes + "\r\n").getBytes(US_ASCII);
        this.asked = first;
        this.taken = first;
    }

    private static byte[] request(Key key) {
        return ("*2\r\n$3\r\nGET\r\n$" + key.text().length() + "\r\n" + key.text() + "\r\n").getBytes(US_ASCII);
    }

    @Override
    public void ask(ByteBuffer out) {
        out.put(requests[asked++ % keys.length]);
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int whole = head.length + sizeBytes + 2;
        int count = 0;
        while (in.remaining() >= whole) {
            check(in, in.position(), keys[taken++ % keys.length]);
            in.position(in.position() + whole);
            count++;
        }
        if (in.hasRemaining()) {
            checkHead(in, in.position(), Math.min(head.length, in.remaining()));
        }
        return count;
    }

    private void check(ByteBuffer in, int start, Key key) throws IOException {
        checkHead(in, start, head.length);
        int value = start + head.length;
        if (in.get(value + sizeBytes) != '\r' || in.get(value + sizeBytes + 1) != '\n') {
            throw new WrongAnswerException(key.text() + ": no end of line behind the value");
        }
        // Stamps are big-endian, as Values writes them; this buffer is little-endian.
        boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
        long expected = little ? Long.reverseBytes(key.stamp()) : key.stamp();
        if (in.getLong(value) != expected || in.getLong(value + sizeBytes - Long.BYTES) != expected) {
            throw new WrongAnswerException(key.text() + ": the value of another key");
        }
    }

    /** An error, or a value of another length, begins otherwise. */
    private void checkHead(ByteBuffer in, int start, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            if (in.get(start + i) != head[i]) {
                byte[] seen = new byte[Math.min(64, in.limit() - start)];
                in.get(start, seen);
                throw new IOException("Redis answered " + new String(seen, US_ASCII).strip());
            }
        }
    }
}
