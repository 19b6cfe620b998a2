package io.pocket.client.core;

/**
 * What is read, and how.
 *
 * @param offset first byte; 0 for the start
 * @param lengthBytes at most so many; {@link #TO_THE_END} for the rest. A range that goes beyond the end is shortened
 * @param awaitNanos wait so long for the name to appear; 0 to not wait
 * @param afterVersion with awaiting: an object with a later version is meant; 0 for any
 * @param consume claim the object, and delete it once it was read whole
 */
public record GetTerms(long offset, long lengthBytes, long awaitNanos, long afterVersion, boolean consume) {
    public static final long TO_THE_END = Long.MAX_VALUE;

    public static final GetTerms WHOLE = new GetTerms(0, TO_THE_END, 0, 0, false);

    public GetTerms {
        if (offset < 0 || lengthBytes < 0) {
            throw new IllegalArgumentException(
                    "range at " + offset + " of " + lengthBytes + " bytes: neither may be negative");
        }
        if (consume && (offset != 0 || lengthBytes != TO_THE_END)) {
            throw new IllegalArgumentException("only a whole object can be consumed, not a range of it");
        }
    }

    /** At most so many bytes from this offset on. */
    public static GetTerms range(long offset, long lengthBytes) {
        return new GetTerms(offset, lengthBytes, 0, 0, false);
    }

    boolean isWhole() {
        return offset == 0 && lengthBytes == TO_THE_END;
    }
}
