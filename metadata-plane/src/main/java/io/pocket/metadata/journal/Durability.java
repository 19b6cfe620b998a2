package io.pocket.metadata.journal;

/** What a durable record survives. */
public enum Durability {
    /**
     * The end of the process, {@code kill -9} included: the record is in the page cache. Costs no system call. After a power cut
     * the journal may be refused.
     */
    PROCESS_CRASH,
    /** A power cut: the medium has confirmed the record. Records gather while one confirmation is awaited. */
    POWER_CUT
}
