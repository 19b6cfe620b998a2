package io.pocket.cli.function.sort;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Generates the record of any number from a seed, in the layout of gensort's binary records (but not with its random
 * numbers):
 *
 * <pre>
 *   0        10      12                 44           48                    96           100
 *   | key    | 00 11 | number, 32 hex   | 88 99 AA BB | filler, 12 × 4 hex | CC DD EE FF |
 * </pre>
 *
 * <p>The key is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) of seed and number: uniform over the key space. Record
 * numbers make all records distinct. Immutable.
 */
public final class RecordGenerator {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int KEY_TAIL = 8;
    private static final int BREAK = 10;
    private static final int NUMBER = 12;
    private static final int MIDDLE = 44;
    private static final int FILLER = 48;
    private static final int END = 96;

    private static final long HEX_ZEROS = 0x3030303030303030L;

    private final long seed;

    /** Generators of the same seed generate the same records. */
    public RecordGenerator(long seed) {
        this.seed = mix(seed);
    }

    /** Writes record {@code number} at {@code offset}. */
    public void generate(long number, byte[] target, int offset) {
        long random = mix(seed + number * GOLDEN_GAMMA);
        long more = mix(random + GOLDEN_GAMMA);
        LONG.set(target, offset, random);
        target[offset + KEY_TAIL] = (byte) (more >>> 8);
        target[offset + KEY_TAIL + 1] = (byte) more;
        target[offset + BREAK] = 0x00;
        target[offset + BREAK + 1] = 0x11;
        writeNumber(number, target, offset + NUMBER);
        INT.set(target, offset + MIDDLE, 0x8899aabb);
        writeFiller(more, target, offset + FILLER);
        INT.set(target, offset + END, 0xccddeeff);
    }

    private static void writeNumber(long number, byte[] target, int offset) {
        LONG.set(target, offset, HEX_ZEROS);
        LONG.set(target, offset + 8, HEX_ZEROS);
        LONG.set(target, offset + 16, hex8(number >>> 32));
        LONG.set(target, offset + 24, hex8(number & 0xffff_ffffL));
    }

    /** 12 hexadecimal digits of the random number, each four times. */
    private static void writeFiller(long random, byte[] target, int offset) {
        long digits = random >>> 16;
        for (int i = 0; i < 12; i++) {
            INT.set(target, offset + 4 * i, 0x01010101 * hex(digits >>> (4 * i)));
        }
    }

    private static int hex(long value) {
        int digit = (int) value & 0xf;
        return digit < 10 ? '0' + digit : 'A' - 10 + digit;
    }

    /** 8 hexadecimal digits of an unsigned 32-bit number, all at once. */
    private static long hex8(long value) {
        long nibbles = spread(value);
        long overNine = ((nibbles + 0x0606060606060606L) >>> 4) & 0x0101010101010101L;
        return nibbles + HEX_ZEROS + overNine * 7;
    }

    /** Moves each of 8 nibbles into a byte of its own. */
    private static long spread(long value) {
        long halves = (value | (value << 16)) & 0x0000_ffff_0000_ffffL;
        long bytes = (halves | (halves << 8)) & 0x00ff_00ff_00ff_00ffL;
        return (bytes | (bytes << 4)) & 0x0f0f_0f0f_0f0f_0f0fL;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
