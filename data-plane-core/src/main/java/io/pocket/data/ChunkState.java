package io.pocket.data;

/** Where a chunk is in its life, as the index sees it. */
public enum ChunkState {
    /** The slot holds no chunk. */
    ABSENT(0),
    /** Space is taken, not all declared bytes have arrived. Lost by a restart. */
    PENDING(1),
    /** All declared bytes have arrived; readable; survives a restart. */
    COMPLETE(2),
    /** Its number is gone: nobody finds it any more. Its space is held until the last pin is gone. */
    FREED(3);

    private static final ChunkState[] BY_CODE = {ABSENT, PENDING, COMPLETE, FREED};

    private final int code;

    ChunkState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ChunkState of(int code) {
        return BY_CODE[code];
    }
}
