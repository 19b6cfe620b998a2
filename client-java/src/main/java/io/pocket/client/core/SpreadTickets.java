package io.pocket.client.core;

import java.util.function.LongUnaryOperator;

/**
 * Tickets for draws that belong together, such as those for the chunks of one object: each is as likely as any other, but together they
 * are spread more evenly than independent ones, so that an object of many chunks takes the bandwidth of all its nodes. Of 16 chunks on two
 * nodes of equal weight independent draws put 10 or more on one in half of all cases, and the object then waits for that node.
 *
 * <p>An additive recurrence with the golden ratio (Weyl's sequence, in 64-bit fixed point): of all irrational steps the one whose points
 * are spread best for any number of them.
 */
final class SpreadTickets implements LongUnaryOperator {
    /** 2^64 divided by the golden ratio. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long fraction;

    /** @param start a random number, so that objects do not all begin at the same node */
    SpreadTickets(long start) {
        fraction = start;
    }

    /** The next ticket, from 0 to {@code bound} - 1; the bound is positive. */
    @Override
    public long applyAsLong(long bound) {
        fraction += STEP;
        // The upper half of the unsigned product. The JDK has it from 18 on.
        return Math.multiplyHigh(fraction, bound) + ((fraction >> 63) & bound);
    }
}
