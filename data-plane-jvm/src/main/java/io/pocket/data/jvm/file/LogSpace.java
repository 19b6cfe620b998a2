package io.pocket.data.jvm.file;

/**
 * Gives out extents as a log does: one after the other through a free run, so that what arrives together lies together;
 * then the log goes on in the next run ahead that is long, and from the end of the region at its beginning ("next fit").
 *
 * <p><strong>Fragmentation.</strong> A run counts as long if it has at least the wanted bytes and half of the longest free
 * run, but no more than {@code longRunBytes} are asked for: a run of that length costs one seek for so many bytes. Short holes
 * are left alone until their neighbours are freed too, as they are when a job ends; freed neighbours are joined at once. Only
 * when nothing longer is left do short holes serve. A request is refused only if no free run is long enough for it.
 *
 * <p>One thread. Misuse (freeing what is free) throws: it is a bug, and going on would let two owners share bytes.
 */
final class LogSpace {

    /** Answer of {@link #allocate} when no free run is long enough. */
    static final long FULL = -1;

    private final int unitShift;
    private final int units;
    private final int longRunUnits;
    /** All free runs but the one that the log goes through. */
    private final FreeRuns runs = new FreeRuns();

    private int head;
    private int headEnd;
    private int usedUnits;

    /**
     * @param capacityBytes size of the region; a rest that does not fill a unit is never given out. At most 2<sup>31</sup>-1
     *     units.
     * @param unitBytes granularity, a power of two
     * @param longRunBytes a free run of this length is as good as any longer one
     */
    LogSpace(long capacityBytes, int unitBytes, long longRunBytes) {
        if (Integer.bitCount(unitBytes) != 1 || unitBytes < 0) {
            throw new IllegalArgumentException("unitBytes " + unitBytes + " is not a power of two");
        }
        unitShift = Integer.numberOfTrailingZeros(unitBytes);
        long wholeUnits = capacityBytes >> unitShift;
        if (wholeUnits < 1 || wholeUnits > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacityBytes " + capacityBytes + " must be 1 to " + Integer.MAX_VALUE
                    + " units of " + unitBytes + " bytes");
        }
        units = (int) wholeUnits;
        longRunUnits = (int) Math.min(units, Math.max(1, longRunBytes >> unitShift));
        runs.add(0, units);
    }

    /**
     * Takes a free extent.
     *
     * @param lengthBytes at least 1
     * @return its offset, or {@link #FULL}
     */
    long allocate(long lengthBytes) {
        long wanted = unitsOf(lengthBytes);
        if (wanted > headEnd - head && !moveOn(wanted)) {
            return FULL;
        }
        int taken = head;
        head += (int) wanted;
        usedUnits += (int) wanted;
        return toBytes(taken);
    }

    /**
     * Gives back an extent.
     *
     * @throws IllegalStateException if part of it is not taken
     */
    void free(long offset, long lengthBytes) {
        int first = unitAt(offset);
        int end = endOf(first, offset, lengthBytes);
        requireTaken(first, end);
        usedUnits -= end - first;
        if (first == headEnd && head < headEnd) {
            headEnd = absorbed(end);
        } else {
            addJoined(first, end);
        }
    }

    /** As {@link #free}, but the last extent goes back to the log: to take one and not use it leaves no hole. */
    void takeBack(long offset, long lengthBytes) {
        int first = unitAt(offset);
        int end = endOf(first, offset, lengthBytes);
        if (end == head && head < headEnd) {
            requireTaken(first, end);
            usedUnits -= end - first;
            head = first;
        } else {
            free(offset, lengthBytes);
        }
    }

    /**
     * Takes a given extent, to rebuild the space after a restart: in ascending order, before the first {@link #allocate}.
     *
     * @throws IllegalStateException if it lies outside the region, overlaps one already reserved, or is out of order
     */
    void reserve(long offset, long lengthBytes) {
        int first = unitAt(offset);
        int end = endOf(first, offset, lengthBytes);
        int last = runs.lastUpTo(first);
        if (last == FreeRuns.NONE || last + runs.lengthAt(last) != units) {
            throw misplaced(offset, lengthBytes, "overlaps another or is out of order in");
        }
        runs.remove(last);
        addIfAny(last, first);
        addIfAny(end, units);
        usedUnits += end - first;
    }

    /** Bytes that an extent of this length takes: rounded up to whole units. */
    long extentBytes(long lengthBytes) {
        return unitsOf(lengthBytes) << unitShift;
    }

    /** Size of the region in bytes, in whole units. */
    long capacityBytes() {
        return toBytes(units);
    }

    /** Bytes taken, rounding included. */
    long usedBytes() {
        return toBytes(usedUnits);
    }

    /** Length of the longest free run in bytes. */
    long largestFreeBytes() {
        int atHead = headEnd - head;
        if (atHead > 0) {
            atHead += head - startOfRunBefore(head);
        }
        return toBytes(Math.max(runs.longest(), atHead));
    }

    /** Where the first free byte at or after an offset lies, or the end of the region. */
    long takenUntil(long offset) {
        int unit = (int) Math.min(units, offset >> unitShift);
        int inside = runs.lastUpTo(unit);
        if (inside != FreeRuns.NONE && inside + runs.lengthAt(inside) > unit) {
            return offset;
        }
        int next = runs.firstFrom(unit, 1);
        int found = next == FreeRuns.NONE ? units : next;
        if (head < headEnd && headEnd > unit) {
            found = Math.min(found, Math.max(head, unit));
        }
        return Math.max(offset, toBytes(found));
    }

    /** Leaves the run that the log went through for one with room, which stays empty if there is none. */
    private boolean moveOn(long wanted) {
        int cursor = head;
        if (head < headEnd) {
            addJoined(head, headEnd);
        }
        headEnd = head;
        if (wanted > runs.longest()) {
            return false;
        }
        if (!enterRunAt(cursor, (int) wanted)) {
            enterRunAfter(cursor, (int) wanted);
        }
        return true;
    }

    /** Goes on where the last extent ended if there is room after all. */
    private boolean enterRunAt(int cursor, int wanted) {
        int start = runs.lastUpTo(cursor);
        int end = start == FreeRuns.NONE ? 0 : start + runs.lengthAt(start);
        if (end - cursor < wanted) {
            return false;
        }
        runs.remove(start);
        addIfAny(start, cursor);
        head = cursor;
        headEnd = end;
        return true;
    }

    private void enterRunAfter(int cursor, int wanted) {
        int enough = Math.max(wanted, Math.min(longRunUnits, runs.longest() / 2));
        int ahead = runs.firstFrom(cursor, enough);
        int start = ahead == FreeRuns.NONE ? runs.firstFrom(0, enough) : ahead;
        head = start;
        headEnd = start + runs.lengthAt(start);
        runs.remove(start);
    }

    private void addJoined(int first, int end) {
        int start = startOfRunBefore(first);
        if (start < first) {
            runs.remove(start);
        }
        int joinedEnd = absorbed(end);
        runs.add(start, joinedEnd - start);
    }

    /** Where the free run ends that ends, or ended until a moment ago, at a unit: the run beginning there is taken out. */
    private int absorbed(int end) {
        int next = runs.firstFrom(end, 1);
        if (next != end) {
            return end;
        }
        int nextEnd = end + runs.lengthAt(end);
        runs.remove(end);
        return nextEnd;
    }

    /** Where the run begins that ends at a unit; the unit itself if there is none. */
    private int startOfRunBefore(int unit) {
        int start = runs.lastUpTo(unit - 1);
        return start != FreeRuns.NONE && start + runs.lengthAt(start) == unit ? start : unit;
    }

    private void addIfAny(int first, int end) {
        if (first < end) {
            runs.add(first, end - first);
        }
    }

    private void requireTaken(int first, int end) {
        int before = runs.lastUpTo(end - 1);
        boolean inRun = before != FreeRuns.NONE && before + runs.lengthAt(before) > first;
        boolean inHead = first < headEnd && end > head && head < headEnd;
        if (inRun || inHead) {
            throw new IllegalStateException(
                    "extent " + toBytes(first) + "+" + toBytes(end - first) + " is not taken, or not all of it");
        }
    }

    private int unitAt(long offset) {
        if (offset < 0 || offset >= capacityBytes() || (offset & ((1L << unitShift) - 1)) != 0) {
            throw new IllegalStateException("offset " + offset + " is not a multiple of " + (1L << unitShift)
                    + " inside the region of " + capacityBytes() + " bytes");
        }
        return (int) (offset >> unitShift);
    }

    private int endOf(int first, long offset, long lengthBytes) {
        long end = first + unitsOf(lengthBytes);
        if (end > units) {
            throw misplaced(offset, lengthBytes, "lies outside");
        }
        return (int) end;
    }

    private IllegalStateException misplaced(long offset, long lengthBytes, String how) {
        return new IllegalStateException(
                "extent " + offset + "+" + lengthBytes + " " + how + " the region of " + capacityBytes() + " bytes");
    }

    private long unitsOf(long lengthBytes) {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("lengthBytes " + lengthBytes + " is not positive");
        }
        return ((lengthBytes - 1) >> unitShift) + 1;
    }

    private long toBytes(int count) {
        return (long) count << unitShift;
    }
}
