package io.pocket.protocol.counters;

/** What a data node counts. The index is the place in the file: append only. */
public enum NodeCounter {
    CAPACITY_BYTES(0, "capacity_bytes", Kind.GAUGE, "Room for chunks"),
    USED_BYTES(1, "used_bytes", Kind.GAUGE, "Room taken by chunks, allocation losses included"),
    STORED_BYTES(2, "stored_bytes", Kind.GAUGE, "Declared lengths of all chunks held"),
    CHUNKS(3, "chunks", Kind.GAUGE, "Chunks held"),
    PENDING_BYTES(4, "pending_bytes", Kind.GAUGE, "Bytes of chunks that are not yet complete"),
    PINS(5, "pins", Kind.GAUGE, "Operations that hold an extent"),
    CONNECTIONS(6, "connections", Kind.GAUGE, "Open connections"),
    WRITES(7, "writes", Kind.COUNTER, "WRITE requests answered OK"),
    READS(8, "reads", Kind.COUNTER, "READ requests answered OK"),
    WRITTEN_BYTES(9, "written_bytes", Kind.COUNTER, "Payload bytes of WRITE requests answered OK"),
    READ_BYTES(10, "read_bytes", Kind.COUNTER, "Payload bytes of READ requests answered OK"),
    FULL(11, "full", Kind.COUNTER, "Requests refused because there was no room"),
    REFUSED(12, "refused", Kind.COUNTER, "Requests refused for any other reason"),
    FREED(13, "freed", Kind.COUNTER, "Chunks freed because a shard said so"),
    AUDITED(14, "audited", Kind.COUNTER, "Chunks a shard was asked about"),
    DROPPED(15, "dropped", Kind.COUNTER, "Chunks freed because their job was dropped"),
    OVER_LIMIT(16, "over_limit", Kind.COUNTER, "WRITE requests refused because the job is at its byte limit"),
    OVER_CONNECTIONS(
            17, "over_connections", Kind.COUNTER, "HELLO requests refused because the job has its connections");

    /** A gauge goes up and down; a counter only up, from 0 at process start. */
    public enum Kind {
        GAUGE,
        COUNTER
    }

    private final int index;
    private final String label;
    private final Kind kind;
    private final String help;

    NodeCounter(int index, String label, Kind kind, String help) {
        this.index = index;
        this.label = label;
        this.kind = kind;
        this.help = help;
    }

    int index() {
        return index;
    }

    /** Lower-case name without prefix, as in metrics and reports. */
    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    public String help() {
        return help;
    }
}
