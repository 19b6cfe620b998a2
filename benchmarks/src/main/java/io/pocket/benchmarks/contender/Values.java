package io.pocket.benchmarks.contender;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Values of one size: random bytes, between two copies of the key's stamp. So each key has its own value, which can be told from
 * its length and sixteen bytes (cheap, after each operation) or from all bytes. Not thread-safe.
 */
public final class Values {
    /** Room for the two stamps. */
    public static final int SIZE_MIN = 2 * Long.BYTES;

    private final ByteBuffer bytes;

    /** @param sizeBytes at least {@value #SIZE_MIN} */
    public Values(int sizeBytes) {
        if (sizeBytes < SIZE_MIN) {
            throw new IllegalArgumentException("values have at least " + SIZE_MIN + " bytes, not " + sizeBytes);
        }
        bytes = ByteBuffer.allocateDirect(sizeBytes);
        byte[] some = new byte[Math.min(sizeBytes, 1 << 20)];
        new Random(sizeBytes).nextBytes(some);
        while (bytes.hasRemaining()) {
            bytes.put(some, 0, Math.min(some.length, bytes.remaining()));
        }
        bytes.flip();
    }

    /** The value of a key, valid until the next call; a direct buffer whose position is 0. */
    public ByteBuffer of(Key key) {
        bytes.clear().putLong(0, key.stamp()).putLong(bytes.capacity() - Long.BYTES, key.stamp());
        return bytes;
    }

    /** Checks length and stamps. */
    public void glance(Key key, ByteBuffer answer) {
        int start = answer.position();
        if (answer.remaining() != bytes.capacity()) {
            throw new WrongAnswerException(
                    key.text() + ": " + answer.remaining() + " bytes instead of " + bytes.capacity());
        }
        if (answer.getLong(start) != key.stamp() || answer.getLong(answer.limit() - Long.BYTES) != key.stamp()) {
            throw new WrongAnswerException(key.text() + ": the value of another key");
        }
    }

    /** Checks every byte. */
    public void check(Key key, ByteBuffer answer) {
        glance(key, answer);
        int mismatch = of(key).mismatch(answer);
        if (mismatch >= 0) {
            throw new WrongAnswerException(key.text() + ": byte " + mismatch + " is wrong");
        }
    }
}
