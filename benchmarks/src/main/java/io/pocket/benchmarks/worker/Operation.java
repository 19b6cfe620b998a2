package io.pocket.benchmarks.worker;

/** What is timed. Lookup, delete and list are Pocket's only. */
public enum Operation {
    PUT,
    GET,
    /** What is known of an object, without bytes or places. */
    LOOKUP,
    /** Of an object that is there. */
    DELETE,
    /** A hundred names. */
    LIST
}
