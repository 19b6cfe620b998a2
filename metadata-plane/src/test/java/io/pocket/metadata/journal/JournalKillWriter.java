package io.pocket.metadata.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that appends until it is killed, prints each LSN once it is durable, and takes snapshots on the way. */
final class JournalKillWriter {
    private static final long RECORDS_MAX = 5_000_000;

    private JournalKillWriter() {}

    static JournalConfig config(Path directory, Durability durability) {
        return JournalConfig.of(directory, 1, durability).withSegments(64 << 10, 64 << 20);
    }

    static String record(long lsn) {
        return "record " + lsn + " " + "-".repeat((int) (lsn % 97));
    }

    public static void main(String[] arguments) throws Exception {
        QueuedOwner owner = new QueuedOwner();
        Durability durability = Durability.valueOf(arguments[1]);
        try (Journal journal = FileJournal.open(
                config(Path.of(arguments[0]), durability), owner, new RecordingListener(), new RecordingReader())) {
            write(journal, owner, System.out);
        }
    }

    private static void write(Journal journal, QueuedOwner owner, PrintStream acknowledgements) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (journal.appendedLsn() < RECORDS_MAX && System.nanoTime() < end) {
            for (int i = 0; i < 10; i++) {
                JournalContract.append(journal, record(journal.appendedLsn() + 1));
            }
            journal.flush();
            owner.runUntil(() -> journal.durableLsn() == journal.appendedLsn());
            acknowledgements.println(journal.durableLsn());
            if (journal.appendedLsn() % 1_000 == 0 && !journal.snapshotUnderWay()) {
                snapshot(journal);
            }
        }
    }

    private static void snapshot(Journal journal) throws IOException {
        try (SnapshotOutput output = journal.beginSnapshot()) {
            output.put(JournalContract.bytes("up to " + journal.appendedLsn()), ByteBuffer.allocate(0));
            output.commit();
        }
    }
}
