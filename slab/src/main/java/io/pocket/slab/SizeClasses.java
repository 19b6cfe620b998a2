package io.pocket.slab;

/**
 * The two-level size classes of TLSF (M. Masmano, I. Ripoll, A. Crespo, J. Real: "TLSF: a New Dynamic Memory Allocator
 * for Real-Time Systems", ECRTS 2004). The first level splits sizes by powers of two, the second splits each power into
 * {@value #SECOND_LEVEL_COUNT} equal steps, so that a block of a class is at most 1/32 larger than another. Sizes below
 * {@value #SECOND_LEVEL_COUNT} units have a class each.
 *
 * <p>A class is one number: {@code firstLevel * SECOND_LEVEL_COUNT + secondLevel}. Sizes are counted in units.
 */
final class SizeClasses {

    static final int SECOND_LEVEL_BITS = 5;
    static final int SECOND_LEVEL_COUNT = 1 << SECOND_LEVEL_BITS;
    /** Row 0 holds the exact classes; one row follows for each power of two from 2^5 to 2^30. */
    static final int FIRST_LEVEL_COUNT = 1 + (31 - SECOND_LEVEL_BITS);

    static final int COUNT = FIRST_LEVEL_COUNT * SECOND_LEVEL_COUNT;

    private SizeClasses() {}

    /** The class a free block of this size is kept in. */
    static int containing(int units) {
        if (units < SECOND_LEVEL_COUNT) {
            return units;
        }
        int log2 = log2(units);
        int step = units >>> (log2 - SECOND_LEVEL_BITS);
        return (log2 - SECOND_LEVEL_BITS) * SECOND_LEVEL_COUNT + step;
    }

    /**
     * The lowest class of which every block is large enough for a request of this size; {@link #COUNT} or more when
     * there is none.
     */
    static int satisfying(int units) {
        if (units < SECOND_LEVEL_COUNT) {
            return units;
        }
        long roundUp = (1L << (log2(units) - SECOND_LEVEL_BITS)) - 1;
        long rounded = units + roundUp;
        return rounded > Integer.MAX_VALUE ? COUNT : containing((int) rounded);
    }

    /** Whether all blocks of a class have the same size. */
    static boolean isExact(int sizeClass) {
        return sizeClass < 2 * SECOND_LEVEL_COUNT;
    }

    private static int log2(int units) {
        return 31 - Integer.numberOfLeadingZeros(units);
    }
}
