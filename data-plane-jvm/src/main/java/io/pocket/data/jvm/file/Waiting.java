package io.pocket.data.jvm.file;

import java.io.IOException;

/** A transfer that waits for its turn at the disk. What it moves does not change while it waits. */
abstract class Waiting extends Transfer {

    private long turn;
    private long sinceNanos;

    /** Enters a queue. */
    final void entered(long number, long nowNanos) {
        turn = number;
        sinceNanos = nowNanos;
    }

    /** Number that is this one's alone in its queue. */
    final long turn() {
        return turn;
    }

    final long sinceNanos() {
        return sinceNanos;
    }

    /** Where in the file it ends. */
    final long end() {
        return position() + remaining();
    }

    /** Where in the staging area it ends. */
    final int stagingEnd() {
        return staging() + remaining();
    }

    /** It has left its queue without having been started, because the disk did not answer for too long. */
    abstract void expired(IOException cause);
}
