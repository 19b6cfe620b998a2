package io.pocket.data.jvm.file;

/** What a hard disk's store tells about itself. */
public enum HddFigure {
    QUEUED_READS(Kind.GAUGE, "Reads that wait for their turn at the disk"),
    QUEUED_WRITES(Kind.GAUGE, "Writes that wait for their turn at the disk"),
    UNDER_WAY(Kind.GAUGE, "Operations under way in the disk"),
    READ_OPERATIONS(Kind.COUNTER, "Reads that the disk was given"),
    WRITE_OPERATIONS(Kind.COUNTER, "Writes that the disk was given"),
    READ_BYTES(Kind.COUNTER, "Bytes that the disk read, read-ahead and whole blocks included"),
    WRITTEN_BYTES(Kind.COUNTER, "Bytes that the disk wrote, whole blocks included"),
    MERGED_WRITES(Kind.COUNTER, "Writes that went along with their neighbour in one operation"),
    RAGGED_WRITES(Kind.COUNTER, "Writes that went through the page cache because they end inside a block"),
    SEEKS(Kind.COUNTER, "Operations that did not begin where the one before ended"),
    READ_AHEAD_BYTES(Kind.COUNTER, "Bytes that the disk read before they were asked for"),
    READ_AHEAD_HITS(Kind.COUNTER, "Reads that found all their bytes read ahead or on their way"),
    READ_AHEAD_WASTED_BYTES(Kind.COUNTER, "Bytes read ahead that nobody asked for in time"),
    SPLIT_OPERATIONS(Kind.COUNTER, "Operations for several askers that failed and were tried again one by one"),
    EXPIRED(Kind.COUNTER, "Transfers that failed because the disk did not answer in time"),
    OVERDUE_OPERATIONS(Kind.COUNTER, "Operations that the disk had not ended when their deadline passed");

    /** How a figure moves. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Only up. */
        COUNTER
    }

    private final Kind kind;
    private final String help;

    HddFigure(Kind kind, String help) {
        this.kind = kind;
        this.help = help;
    }

    public Kind kind() {
        return kind;
    }

    /** One sentence. */
    public String help() {
        return help;
    }
}
