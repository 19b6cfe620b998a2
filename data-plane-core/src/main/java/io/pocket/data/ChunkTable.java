package io.pocket.data;

/**
 * The records of {@link ChunkIndex}: eight longs (one cache line) a slot, in pages that come into being when their first
 * slot is used and then stay.
 *
 * <pre>
 *  word 0  upload id          word 4  time of creation, ns
 *       1  sequence | length       5  previous | next slot of the same job
 *       2  job                     6  state | pins
 *       3  extent                  7  flags
 * </pre>
 */
final class ChunkTable {

    static final int NONE = -1;

    private static final int PAGE_BITS = 10;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int WORDS_SHIFT = 3;

    private static final int UPLOAD_ID = 0;
    private static final int SEQUENCE_AND_LENGTH = 1;
    private static final int JOB = 2;
    private static final int EXTENT = 3;
    private static final int CREATED_NANOS = 4;
    private static final int LINKS = 5;
    private static final int STATE_AND_PINS = 6;
    private static final int FLAGS = 7;

    private final long[][] pages;

    ChunkTable(int slots) {
        pages = new long[(int) (((long) slots + PAGE_MASK) >>> PAGE_BITS)][];
    }

    void fill(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes, long createdNanos) {
        long[] page = pageForWriting(slot);
        int base = base(slot);
        page[base + UPLOAD_ID] = uploadId;
        page[base + SEQUENCE_AND_LENGTH] = pack(sequence, lengthBytes);
        page[base + JOB] = job;
        page[base + EXTENT] = extent;
        page[base + CREATED_NANOS] = createdNanos;
        page[base + LINKS] = pack(NONE, NONE);
        page[base + STATE_AND_PINS] = 0;
        page[base + FLAGS] = 0;
    }

    long uploadId(int slot) {
        return get(slot, UPLOAD_ID);
    }

    int sequence(int slot) {
        return high(get(slot, SEQUENCE_AND_LENGTH));
    }

    int lengthBytes(int slot) {
        return low(get(slot, SEQUENCE_AND_LENGTH));
    }

    long job(int slot) {
        return get(slot, JOB);
    }

    long extent(int slot) {
        return get(slot, EXTENT);
    }

    long createdNanos(int slot) {
        return get(slot, CREATED_NANOS);
    }

    int previous(int slot) {
        return high(get(slot, LINKS));
    }

    void previous(int slot, int previous) {
        set(slot, LINKS, pack(previous, next(slot)));
    }

    int next(int slot) {
        return low(get(slot, LINKS));
    }

    void next(int slot, int next) {
        set(slot, LINKS, pack(previous(slot), next));
    }

    ChunkState state(int slot) {
        return ChunkState.of(high(get(slot, STATE_AND_PINS)));
    }

    void state(int slot, ChunkState state) {
        set(slot, STATE_AND_PINS, pack(state.code(), pins(slot)));
    }

    int pins(int slot) {
        return low(get(slot, STATE_AND_PINS));
    }

    void pins(int slot, int pins) {
        set(slot, STATE_AND_PINS, pack(high(get(slot, STATE_AND_PINS)), pins));
    }

    boolean isSpaceReleased(int slot) {
        return get(slot, FLAGS) != 0;
    }

    void markSpaceReleased(int slot) {
        set(slot, FLAGS, 1);
    }

    private long get(int slot, int word) {
        return pages[slot >>> PAGE_BITS][base(slot) + word];
    }

    private void set(int slot, int word, long value) {
        pages[slot >>> PAGE_BITS][base(slot) + word] = value;
    }

    private long[] pageForWriting(int slot) {
        int index = slot >>> PAGE_BITS;
        if (pages[index] == null) {
            pages[index] = new long[1 << (PAGE_BITS + WORDS_SHIFT)];
        }
        return pages[index];
    }

    private static int base(int slot) {
        return (slot & PAGE_MASK) << WORDS_SHIFT;
    }

    private static long pack(int high, int low) {
        return ((long) high << 32) | (low & 0xFFFF_FFFFL);
    }

    private static int high(long word) {
        return (int) (word >> 32);
    }

    private static int low(long word) {
        return (int) word;
    }
}
