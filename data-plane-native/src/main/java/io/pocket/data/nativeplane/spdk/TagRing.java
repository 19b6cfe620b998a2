package io.pocket.data.nativeplane.spdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Small numbers from one thread to one other, in order. It has room for all there are, so it is never full. What the giver wrote before
 * {@link #give} is seen by the taker after {@link #take}.
 */
final class TagRing {

    static final int NONE = -1;

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(int[].class);

    /** A slot holds the number plus one, or zero; the two sides touch no common word but these. */
    private final int[] slots;

    private final int mask;
    private int giving;

    @SuppressWarnings("unused") // Keeps the two positions, each of one thread, out of one cache line.
    private long p0;

    @SuppressWarnings("unused")
    private long p1;

    @SuppressWarnings("unused")
    private long p2;

    @SuppressWarnings("unused")
    private long p3;

    @SuppressWarnings("unused")
    private long p4;

    @SuppressWarnings("unused")
    private long p5;

    @SuppressWarnings("unused")
    private long p6;

    @SuppressWarnings("unused")
    private long p7;

    private int taking;

    /** @param numbers how many different numbers there are, each in the ring at most once */
    TagRing(int numbers) {
        int size = Integer.highestOneBit(Math.max(1, numbers - 1)) << 1;
        slots = new int[size];
        mask = size - 1;
    }

    /** The giver's thread. */
    void give(int number) {
        SLOTS.setRelease(slots, giving++ & mask, number + 1);
    }

    /** The oldest number, or {@link #NONE}. The taker's thread. */
    int take() {
        int at = taking & mask;
        int found = (int) SLOTS.getAcquire(slots, at);
        if (found == 0) {
            return NONE;
        }
        // Only the giver's next round writes it again, and that comes after this number was given back some other way.
        SLOTS.setOpaque(slots, at, 0);
        taking++;
        return found - 1;
    }

    /** Whether there is nothing to take. The taker's thread. */
    boolean isEmpty() {
        return (int) SLOTS.getAcquire(slots, taking & mask) == 0;
    }
}
