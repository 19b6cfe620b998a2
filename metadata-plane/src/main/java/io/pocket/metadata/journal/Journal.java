package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An append-only log of opaque records, numbered 1, 2, 3, … by their LSN (log sequence number). One thread owns it and makes all
 * calls.
 */
public interface Journal extends AutoCloseable {
    JournalIdentity identity();

    Durability durability();

    /** Longest record, in bytes. */
    int maxRecordBytes();

    /**
     * Appends one record, made of the remaining bytes of both buffers, which stay as they are. The record is in the log on
     * return, and durable when {@link #durableLsn} says so.
     *
     * @param tail second part, possibly empty
     * @return the record's LSN
     * @throws JournalFullException when there is no room; nothing was written
     * @throws JournalFailedException when the medium failed before; the journal takes no more
     */
    long append(ByteBuffer head, ByteBuffer tail) throws JournalFullException;

    /**
     * Asks for everything appended to become durable, and returns at once. Under {@link Durability#PROCESS_CRASH} it already is;
     * under {@link Durability#POWER_CUT} {@link JournalListener#onDurable} tells.
     */
    void flush();

    /** LSN of the last record, 0 when there never was one. */
    long appendedLsn();

    /** Records up to this LSN survive what {@link #durability} says. */
    long durableLsn();

    /** What the log takes, for deciding when a snapshot is due. */
    JournalUsage usage();

    /** Whether a snapshot was begun and is not yet installed, failed or closed. */
    boolean snapshotUnderWay();

    /**
     * Begins a snapshot that stands for all records up to {@link #appendedLsn} as of now: it is to be filled from the state that
     * these produced.
     *
     * @throws IllegalStateException while another is under way
     */
    SnapshotOutput beginSnapshot() throws IOException;

    /** Makes what was appended durable, as far as the medium lets it within a deadline, and lets the directory go. */
    @Override
    void close();
}
