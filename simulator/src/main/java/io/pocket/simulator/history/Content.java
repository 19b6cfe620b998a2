package io.pocket.simulator.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes that tell which put made them: every eight bytes are a mix of the put's id and their place, so no two puts share any. */
public final class Content {
    private static final int WORD = Long.BYTES;

    /** Shortest content that shows its id. */
    public static final int MIN_LENGTH = WORD;

    private Content() {}

    /** The content of a put, as long as asked, at least {@value #MIN_LENGTH} bytes. */
    public static byte[] of(long id, int length) {
        ByteBuffer words =
                ByteBuffer.allocate((length + WORD - 1) / WORD * WORD).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(id);
        for (int place = 1; words.hasRemaining(); place++) {
            words.putLong(mix(id + place * 0x9e3779b97f4a7c15L));
        }
        byte[] bytes = new byte[length];
        words.flip().get(bytes);
        return bytes;
    }

    /** The id that the first bytes show; 0 when they are too short. */
    public static long idOf(byte[] bytes) {
        return bytes.length < WORD
                ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    /** Index of the first byte that does not belong to the content of this id, -1 when all do. */
    public static int mismatch(long id, byte[] bytes) {
        return java.util.Arrays.mismatch(of(id, bytes.length), bytes);
    }

    /** Finalizer of MurmurHash3 (Appleby), which spreads every bit over all. */
    private static long mix(long value) {
        long x = value;
        x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return x ^ (x >>> 33);
    }
}
