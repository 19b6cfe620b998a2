package io.pocket.data.jvm.file;

import java.io.IOException;

/** Moves bytes between a file and the staging area. All calls on the owner's thread. */
interface FileDevice extends AutoCloseable {

    /** Takes a transfer on. At most the queue depth are under way at once. */
    void start(Transfer transfer);

    /** Hands over what was started. */
    void submit() throws IOException;

    /**
     * Tells what has happened since the last call.
     *
     * @return transfers told about
     */
    int reap(Outcome outcome);

    /** Nothing is under way. */
    @Override
    void close();

    /** What became of a transfer. */
    interface Outcome {

        /** So many bytes moved, perhaps fewer than asked for; none at the end of the file. */
        void moved(Transfer transfer, int bytes);

        /** Nothing moved, but it may if started again. */
        void interrupted(Transfer transfer);

        void failed(Transfer transfer, IOException cause);
    }
}
