package io.pocket.data.nativeplane.dpdk.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071): the complement of the ones' complement sum of 16-bit words. Sums are kept unfolded in a
 * {@code long}, which has room for the largest packet.
 */
final class InternetChecksum {
    /** Sums do not depend on the byte order but for a last swap, so that eight bytes are read at a time. */
    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Folded sum, carry included, of bytes that contain their own right checksum. */
    private static final int RIGHT = 0xffff;

    private InternetChecksum() {}

    /** Folded sum in network order, 0 to 0xffff. An odd last byte counts as if a zero followed. */
    static int sum(MemorySegment memory, long at, int lengthBytes) {
        long sum = 0;
        int done = 0;
        for (; done + 8 <= lengthBytes; done += 8) {
            long word = memory.get(EIGHT, at + done);
            sum += (word & 0xffff_ffffL) + (word >>> 32);
        }
        for (int shift = 0; done < lengthBytes; done++, shift ^= 8) {
            sum += (long) (memory.get(JAVA_BYTE, at + done) & 0xff) << shift;
        }
        return Short.toUnsignedInt(Short.reverseBytes((short) fold(sum)));
    }

    /** Ones' complement sum of what is given, 0 to 0xffff. */
    static int fold(long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (int) ((folded & 0xffff) + (folded >>> 16));
    }

    static boolean isRight(long sumWithChecksum) {
        return fold(sumWithChecksum) == RIGHT;
    }

    /** What to write for a sum over everything else. */
    static int of(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /** A checksum after one word changed (RFC 1624, equation 3). */
    static int updated(int checksum, int oldWord, int newWord) {
        return of((long) (~checksum & 0xffff) + (~oldWord & 0xffff) + newWord);
    }
}
