package io.pocket.metadata.journal;

import java.io.IOException;

/** What a journal's helper threads have to say; called on the owner's executor. */
public interface JournalListener {
    /** Records up to this LSN are durable. Called only when that happens behind {@link Journal#flush}'s back. */
    void onDurable(long lsn);

    /** A snapshot stands for the records up to this LSN; older segments and snapshots are being deleted. */
    void onSnapshot(long lsn);

    /** A snapshot could not be written; the log is as it was, and a later attempt may succeed. */
    void onSnapshotFailed(IOException cause);

    /** The medium failed while confirming records. What is not durable may be lost: the owner must stop answering. */
    void onFailure(IOException cause);
}
