package io.pocket.protocol;

/** Who speaks on a connection. The code is what travels. */
public enum Role {
    CLIENT(0),
    NODE(1),
    SHARD(2),
    CONTROLLER(3),
    MONITOR(4);

    private static final Role[] BY_CODE = values();

    private final int code;

    Role(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Role of(int code) throws ProtocolException {
        if (code < 0 || code >= BY_CODE.length) {
            throw new ProtocolException("unknown role " + code);
        }
        return BY_CODE[code];
    }
}
