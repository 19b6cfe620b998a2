package io.pocket.client.core;

import java.util.function.LongUnaryOperator;

/**
 * Tickets for draws that belong together, such as those for the chunks of one object: each is as likely as any other, but together they
 * are spread more evenly than independent ones, so that an object of many chunks takes the bandwidth of all its nodes. Of 16 chunks on two
 * nodes of equal weight independent draws put 10 or more on one in half of all cases, and the object then waits for that node.
 *
 * <p>Van der Corput's sequence in base 2 (J. G. van der Corput, 1935), shifted by a random number: its first 2^k points are equally far from each
 * other, and each pair of points is half the range apart. So 16 chunks on two nodes of equal weight are 8 and 8, whatever the shift; a
 * golden ratio sequence puts 9 and 7 for some shifts.
 */
final class SpreadTickets implements LongUnaryOperator {
    private final long shift;
    private long drawn;

    /** @param shift a random number, so that objects do not all begin at the same node */
    SpreadTickets(long shift) {
        this.shift = shift;
    }

    /** The next ticket, from 0 to {@code bound} - 1; the bound is positive. */
    @Override
    public long applyAsLong(long bound) {
        long fraction = shift + Long.reverse(drawn++);
        // The upper half of the unsigned product. The JDK has it from 18 on.
        return Math.multiplyHigh(fraction, bound) + ((fraction >> 63) & bound);
    }
}
