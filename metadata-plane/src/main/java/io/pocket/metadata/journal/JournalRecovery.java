package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a directory back: the newest valid snapshot, then the log behind it up to its end.
 *
 * <p>The log ends at the first record that is not valid. Whether that is the torn end of the log or a loss is told by what was
 * acknowledged: every segment's header, and META, name an LSN up to which the log is known to have been durable. Damage at or
 * below the highest of these is refused; damage above it was promised to nobody, and what lies behind it is dropped.
 */
final class JournalRecovery {
    private final JournalFiles files;
    private final MetaFile meta;
    private final JournalReader reader;
    private final List<Segment> segments = new ArrayList<>();

    private long snapshotLsn;
    private long snapshotBytes;
    private long acknowledgedLsn;
    private long lastLsn;
    private long logBytes;

    JournalRecovery(JournalFiles files, MetaFile meta, JournalReader reader) {
        this.files = files;
        this.meta = meta;
        this.reader = reader;
        this.acknowledgedLsn = meta.lastLsn();
    }

    /** Segments in order, the last one mapped and ready to be appended to; empty when the log is. */
    List<Segment> segments() {
        return segments;
    }

    long lastLsn() {
        return lastLsn;
    }

    long snapshotBytes() {
        return snapshotBytes;
    }

    /** Bytes of records behind the snapshot. */
    long logBytes() {
        return logBytes;
    }

    /** Reads everything. On failure nothing stays mapped. */
    void run() throws IOException {
        try {
            readSnapshot();
            openSegments();
            readLog();
            dropReplaced();
        } catch (IOException | RuntimeException e) {
            segments.forEach(Segment::close);
            throw e;
        }
    }

    private void readSnapshot() throws IOException {
        List<Path> newestFirst = files.snapshotsNewestFirst();
        for (Path file : newestFirst) {
            SnapshotFile snapshot = new SnapshotFile(file, meta.identity().logId(), lsnOf(file));
            if (snapshot.isValid()) {
                snapshotLsn = lsnOf(file);
                snapshotBytes = file.toFile().length();
                if (!snapshot.read(reader::onSnapshotRecord)) {
                    throw new IOException(file + " changed while it was read");
                }
                return;
            }
        }
        if (!newestFirst.isEmpty()) {
            throw new JournalCorruptException(newestFirst.get(0) + " is damaged");
        }
    }

    private static long lsnOf(Path snapshot) {
        String name = snapshot.getFileName().toString();
        return Long.parseUnsignedLong(name.substring(name.indexOf('-') + 1), 16);
    }

    private void openSegments() throws IOException {
        for (Map.Entry<Long, Path> entry : files.segments().entrySet()) {
            Segment segment = Segment.open(entry.getValue(), entry.getKey());
            segments.add(segment);
        }
        dropBlanks();
        for (Segment segment : segments) {
            acknowledgedLsn =
                    Math.max(acknowledgedLsn, segment.check(meta.identity().logId()));
        }
    }

    /** Segments that were prepared and not used yet come last. */
    private void dropBlanks() throws IOException {
        while (!segments.isEmpty() && SegmentHeader.isBlank(segments.getLast().bytes())) {
            drop(segments.removeLast());
        }
    }

    private void drop(Segment segment) throws IOException {
        segment.close();
        files.deleteAll(List.of(segment.file()));
    }

    private void readLog() throws IOException {
        lastLsn = segments.isEmpty() ? snapshotLsn : firstLsn(0) - 1;
        if (lastLsn > snapshotLsn) {
            throw new JournalCorruptException("records " + (snapshotLsn + 1) + " to " + lastLsn + " are missing before "
                    + segments.getFirst().file());
        }
        int used = 0;
        while (used < segments.size() && firstLsn(used) == lastLsn + 1 && follows(used)) {
            if (used > 0) {
                segments.get(used - 1).close(); // It is full, and never again needed in memory.
            }
            readRecords(segments.get(used));
            used++;
        }
        if (Math.max(lastLsn, snapshotLsn) < acknowledgedLsn) {
            throw new JournalCorruptException("record " + (lastLsn + 1) + " in "
                    + (used == 0 ? files.directory() : segments.get(used - 1).file())
                    + " is damaged or missing, and records up to " + acknowledgedLsn + " were acknowledged");
        }
        dropFrom(used);
    }

    private long firstLsn(int position) {
        return segments.get(position).firstLsn();
    }

    private boolean follows(int position) {
        return position == 0
                || segments.get(position).index() == segments.get(position - 1).index() + 1;
    }

    /** What is shown is made safe before META promises it and anything is built on it. */
    private void readRecords(Segment segment) throws IOException {
        for (ByteBuffer record = segment.takeRecord(lastLsn + 1);
                record != null;
                record = segment.takeRecord(lastLsn + 1)) {
            lastLsn++;
            if (lastLsn > snapshotLsn) {
                logBytes += RecordFormat.framedLength(record.remaining());
                reader.onRecord(lastLsn, record);
            }
        }
        segment.force(0, segment.end());
    }

    /** What lies behind a torn end was acknowledged to nobody. */
    private void dropFrom(int used) throws IOException {
        while (segments.size() > used) {
            drop(segments.removeLast());
        }
        for (int i = 1; i < segments.size(); i++) {
            segments.get(i - 1).setNext(segments.get(i));
        }
        if (!segments.isEmpty()) {
            segments.getLast().clearTail();
        }
    }

    /** What a crash kept a snapshot from deleting; and the whole log, when the snapshot is ahead of it. */
    private void dropReplaced() throws IOException {
        while (!segments.isEmpty()
                && lastLsnOfFirst() <= snapshotLsn
                && (segments.size() > 1 || lastLsn < snapshotLsn)) {
            drop(segments.removeFirst());
        }
        lastLsn = Math.max(lastLsn, snapshotLsn);
        files.deleteSnapshotsBelow(snapshotLsn);
    }

    private long lastLsnOfFirst() {
        return segments.size() > 1 ? firstLsn(1) - 1 : lastLsn;
    }
}
