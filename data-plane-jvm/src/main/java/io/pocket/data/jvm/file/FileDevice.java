package io.pocket.data.jvm.file;

import java.io.IOException;

/** Moves bytes between a file, or another block device, and the staging area. All calls on the owner's thread. */
public interface FileDevice extends AutoCloseable {

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

    /**
     * Has all that was moved outlive a restart of the machine. Nothing is under way.
     *
     * @throws IOException if some of it may not
     */
    void force() throws IOException;

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

        /** Tells what a system call answered: bytes moved, or the negative error number. */
        default void tell(Transfer transfer, int result) {
            if (result >= 0) {
                moved(transfer, result);
            } else if (Errno.isTransient(-result)) {
                interrupted(transfer);
            } else {
                failed(transfer, Errno.failure(-result));
            }
        }
    }
}
