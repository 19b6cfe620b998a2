package io.pocket.metadata.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a journal told. */
final class RecordingListener implements JournalListener {
    long durableLsn;
    final List<Long> snapshots = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();

    @Override
    public void onDurable(long lsn) {
        durableLsn = lsn;
    }

    @Override
    public void onSnapshot(long lsn) {
        snapshots.add(lsn);
    }

    @Override
    public void onSnapshotFailed(IOException cause) {
        failures.add(cause);
    }

    @Override
    public void onFailure(IOException cause) {
        failures.add(cause);
    }
}
