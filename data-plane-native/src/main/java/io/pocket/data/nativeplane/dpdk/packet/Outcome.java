package io.pocket.data.nativeplane.dpdk.packet;

/**
 * What became of a frame, in an {@code int} so that the path of a frame allocates nothing: the length of the reply that now
 * lies where the frame lay, or that it was dropped and why.
 */
public final class Outcome {
    private static final Drop[] REASONS = Drop.values();

    private Outcome() {}

    /**
     * A reply.
     *
     * @param lengthBytes at least 1
     */
    public static int reply(int lengthBytes) {
        return lengthBytes;
    }

    @SuppressWarnings("EnumOrdinal") // The number does not outlive the call.
    public static int drop(Drop reason) {
        return -1 - reason.ordinal();
    }

    public static boolean isReply(int outcome) {
        return outcome > 0;
    }

    /** Only for what is no reply. */
    public static Drop reason(int outcome) {
        return REASONS[-1 - outcome];
    }
}
