package io.pocket.protocol.message;

import io.pocket.protocol.ProtocolException;

/** What may be done with a node's incarnation. The code is what travels. */
public enum NodeState {
    /** Takes chunks and serves them. */
    LIVE(0),
    /** Serves chunks, takes no new ones; COMMITs that name it are refused. */
    DRAINING(1),
    /** Declared dead by the controller: its chunks are lost. */
    LOST(2);

    private static final NodeState[] BY_CODE = values();

    private final int code;

    NodeState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static NodeState of(int code) throws ProtocolException {
        if (code < 0 || code >= BY_CODE.length) {
            throw new ProtocolException("unknown node state " + code);
        }
        return BY_CODE[code];
    }
}
