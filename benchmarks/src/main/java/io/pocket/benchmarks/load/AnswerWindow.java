package io.pocket.benchmarks.load;

import java.util.BitSet;

/** Numbers 1, 2, 3 … that are given out and answered in any order: which is the lowest that is not answered? For one thread. */
final class AnswerWindow {
    /** Bit i is number {@code lowest + i}. */
    private final BitSet answered = new BitSet();

    private int lowest = 1;
    private int next = 1;

    /** Gives the next number out. */
    int give() {
        return next++;
    }

    /** A number that was given out has been answered. */
    void answer(int number) {
        if (number < lowest || number >= next || answered.get(number - lowest)) {
            throw new IllegalArgumentException("number " + number + " is not under way");
        }
        answered.set(number - lowest);
        int run = answered.nextClearBit(0);
        if (run > 0) {
            lowest += run;
            BitSet rest = answered.get(run, Math.max(run, answered.length()));
            answered.clear();
            answered.or(rest);
        }
    }

    /** All numbers below are answered. */
    int lowest() {
        return lowest;
    }
}
