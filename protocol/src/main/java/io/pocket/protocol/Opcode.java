package io.pocket.protocol;

/** What a frame asks for. A response repeats the opcode of its request. */
public enum Opcode {
    HELLO(0x01),
    PING(0x02),
    /** The payload is request frames, one after the other; the response's payload is their responses. */
    BATCH(0x03),

    COMMIT(0x10),
    LOOKUP(0x11),
    STAT(0x12),
    DELETE(0x13),
    RENAME(0x14),
    LIST(0x15),
    COUNT(0x16),
    CLAIM_END(0x17),
    BUCKET_CREATE(0x18),
    BUCKET_DELETE(0x19),
    BUCKET_OPEN(0x1a),
    RENEW(0x1b),
    WEIGHT_MAP(0x1c),
    AWAIT_COUNT(0x1d),
    BUCKET_LIST(0x1e),

    WRITE(0x20),
    READ(0x21),
    DISCARD(0x22),
    NODE_STAT(0x23),

    FREES(0x30),
    AUDIT(0x31),

    JOB_PUT(0x40),
    NODES_PUT(0x41),
    SHARDS_PUT(0x42),
    JOB_GRANT(0x43),
    DROP_JOB(0x44),
    DRAIN(0x45),
    SHARD_STAT(0x46),
    JOB_USAGE(0x47),

    APPEND(0x50),
    FOLLOW(0x51);

    private static final Opcode[] BY_CODE = byCode();

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The opcode with this code, or null when there is none. */
    public static Opcode of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static Opcode[] byCode() {
        Opcode[] table = new Opcode[256];
        for (Opcode opcode : values()) {
            table[opcode.code] = opcode;
        }
        return table;
    }
}
