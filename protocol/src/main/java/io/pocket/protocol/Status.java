package io.pocket.protocol;

/** How a request ended. The text of each says what the sender may do next; {@link #retry()} says it to code. */
public enum Status {
    OK(0, Retry.NEVER),

    /** The bytes are no message of this protocol; the server closes the connection. */
    PROTOCOL_ERROR(1, Retry.NEVER),
    /** The server does not speak this version or opcode, or not to this role. */
    UNSUPPORTED(2, Retry.NEVER),
    /** No HELLO yet, or its token is unknown, forged or expired. Get a new token from the controller. */
    UNAUTHENTICATED(3, Retry.NEVER),
    /** The token does not permit this operation. */
    FORBIDDEN(4, Retry.NEVER),
    /** A field is out of range; the detail names it. */
    INVALID_ARGUMENT(5, Retry.NEVER),

    NOT_FOUND(10, Retry.NEVER),
    /** If-absent was asked and the name is taken. */
    EXISTS(11, Retry.NEVER),
    /** If-version was asked and the object has another. */
    CONDITION_FAILED(12, Retry.NEVER),
    /** Another reader consumes the object; it reappears if that reader's lease ends without confirmation. */
    CLAIMED(13, Retry.LATER),
    /** The claim to be confirmed or released is no longer held. */
    CLAIM_LOST(14, Retry.NEVER),
    /** The shard has not been told of this job (yet). */
    UNKNOWN_JOB(15, Retry.LATER),
    /** The job was deregistered. */
    JOB_DROPPED(16, Retry.NEVER),
    /** The bucket lives on another shard of the job. Ask the job's first shard with BUCKET_OPEN. */
    WRONG_SHARD(17, Retry.ELSEWHERE),

    /** The upload's lease ended; its uncommitted chunks are gone. Start again with HELLO. */
    UPLOAD_EXPIRED(20, Retry.NEW_UPLOAD),
    /** A COMMIT names a chunk below the floor that the same client declared. */
    CHUNK_ABANDONED(21, Retry.NEVER),
    /** A COMMIT names a chunk that was committed before. */
    CHUNK_REUSED(22, Retry.NEVER),
    /** A repeated mutation whose result the client said it no longer needs. */
    RESULT_FORGOTTEN(23, Retry.NEVER),
    /** A COMMIT names a node incarnation that is draining, replaced or lost. Write the chunk elsewhere. */
    STALE_NODE(24, Retry.ELSEWHERE),

    /** The node has no such chunk. Look the name up again. */
    NO_CHUNK(30, Retry.FROM_LOOKUP),
    /** Not all declared bytes of the chunk have arrived. */
    CHUNK_INCOMPLETE(31, Retry.FROM_LOOKUP),
    /** The address belongs to another node or incarnation than the client expects. */
    WRONG_NODE(32, Retry.FROM_LOOKUP),
    /** No room for this job on this node. */
    FULL(33, Retry.ELSEWHERE),
    /** The node takes no new chunks. */
    DRAINING(34, Retry.ELSEWHERE),

    /** No room for inline bytes. Write a chunk instead. */
    INLINE_FULL(40, Retry.ELSEWHERE),
    QUOTA_EXCEEDED(41, Retry.LATER),
    /** A bounded queue is full or a rate is exceeded; see retry-after. */
    BUSY(42, Retry.LATER),
    /** The time given with the request ran out at the server. */
    DEADLINE_EXCEEDED(43, Retry.NEVER),

    /** Cannot be reached or served at the moment. */
    UNAVAILABLE(50, Retry.LATER),
    /** The controller declared the incarnation that held the bytes dead. */
    DATA_LOST(51, Retry.NEVER),
    /** The shard is a standby. Ask the other address. */
    NOT_PRIMARY(52, Retry.ELSEWHERE),
    /** The shard's journal or memory for records, or the node's medium, cannot take more. */
    STORAGE_FULL(53, Retry.LATER),
    /** The medium failed. */
    IO_ERROR(54, Retry.ELSEWHERE),
    /** A bug in the server; its log says more. */
    INTERNAL(59, Retry.NEVER);

    /** What a client may do after a refusal. */
    public enum Retry {
        NEVER,
        /** The same request at the same place, after the retry-after or a back-off. */
        LATER,
        /** The same bytes at another candidate. */
        ELSEWHERE,
        /** Start again from LOOKUP. */
        FROM_LOOKUP,
        /** Start again from HELLO, under a new upload id. */
        NEW_UPLOAD
    }

    private static final Status[] BY_CODE = byCode();

    private final int code;
    private final Retry retry;

    Status(int code, Retry retry) {
        this.code = code;
        this.retry = retry;
    }

    public int code() {
        return code;
    }

    public Retry retry() {
        return retry;
    }

    /** The status with this code; {@link #INTERNAL} for a code of a newer version. */
    public static Status of(int code) {
        return code >= 0 && code < BY_CODE.length && BY_CODE[code] != null ? BY_CODE[code] : INTERNAL;
    }

    private static Status[] byCode() {
        Status[] table = new Status[INTERNAL.code + 1];
        for (Status status : values()) {
            table[status.code] = status;
        }
        return table;
    }
}
