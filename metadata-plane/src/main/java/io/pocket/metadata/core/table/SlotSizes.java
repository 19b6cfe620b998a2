package io.pocket.metadata.core.table;

/** Lengths of slots, in units of {@value #UNIT_BYTES} bytes: close together where most records are, then ever farther apart. */
final class SlotSizes {
    static final int UNIT_BYTES = 8;

    /** Units of a page, and of the longest slot. */
    static final int PAGE_UNITS = 8192;

    private static final int CLOSE_UNITS = 36;
    private static final int[] FAR_UNITS = {
        40,
        44,
        48,
        56,
        64,
        72,
        80,
        96,
        112,
        132,
        160,
        192,
        227,
        256,
        292,
        341,
        409,
        512,
        630,
        819,
        1024,
        1365,
        2048,
        2730,
        4096,
        PAGE_UNITS
    };
    private static final int SMALLEST_UNITS = 2;

    private static final int[] UNITS = units();
    private static final byte[] CLASS_OF = classOf();

    private SlotSizes() {}

    private static int[] units() {
        int close = CLOSE_UNITS - SMALLEST_UNITS + 1;
        int[] units = new int[close + FAR_UNITS.length];
        for (int i = 0; i < close; i++) {
            units[i] = SMALLEST_UNITS + i;
        }
        System.arraycopy(FAR_UNITS, 0, units, close, FAR_UNITS.length);
        return units;
    }

    private static byte[] classOf() {
        byte[] classes = new byte[PAGE_UNITS + 1];
        int slotClass = 0;
        for (int units = 0; units <= PAGE_UNITS; units++) {
            if (units > UNITS[slotClass]) {
                slotClass++;
            }
            classes[units] = (byte) slotClass;
        }
        return classes;
    }

    static int count() {
        return UNITS.length;
    }

    /** Units of this class' slots. */
    static int units(int slotClass) {
        return UNITS[slotClass];
    }

    /** The class with the shortest slots that hold so many bytes. */
    static int classFor(int lengthBytes) {
        int units = (lengthBytes + UNIT_BYTES - 1) / UNIT_BYTES;
        if (lengthBytes < 1 || units > PAGE_UNITS) {
            throw new IllegalArgumentException(
                    "a slot of " + lengthBytes + " bytes is not within 1.." + PAGE_UNITS * UNIT_BYTES);
        }
        return CLASS_OF[units];
    }
}
