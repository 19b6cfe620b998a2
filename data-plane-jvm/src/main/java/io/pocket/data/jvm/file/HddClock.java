package io.pocket.data.jvm.file;

/** The time that the order of the disk goes by. */
interface HddClock {

    /** Nanoseconds since any moment, as of {@link System#nanoTime}. */
    long nanos();
}
