package io.pocket.metadata.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The owner of a journal asks for one position, sees it durable, asks for another and closes at once, while the thread that forces is about to
 * sleep. All that was asked for is forced before the thread ends. Who sees a position durable, on whatever thread, may rely on it.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "All was forced, and nothing was told before")
@Outcome(expect = Expect.FORBIDDEN, desc = "A request was slept over or dropped, or told before it was forced")
@State
public class SyncerStress {
    private static final long DEADLINE_NANOS = 5_000_000_000L;
    private static final Segment SEGMENT = segment();
    private static final JournalListener NOBODY = new JournalListener() {
        @Override
        public void onDurable(long lsn) {}

        @Override
        public void onFailure(IOException cause) {}

        @Override
        public void onSnapshot(long lsn) {}

        @Override
        public void onSnapshotFailed(IOException cause) {}
    };

    private final Syncer syncer = new Syncer(position(0), new Forced(), Runnable::run, NOBODY, "stress-sync");

    /** Plain, as what the medium does is: only the syncer orders it. */
    private int forcedTo = SegmentHeader.LENGTH;

    private final class Forced implements Medium {
        @Override
        public void fill(FileChannel file, long lengthBytes) {
            throw new IllegalStateException("nothing is filled here");
        }

        @Override
        public void force(Segment segment, int from, int to) {
            forcedTo = to;
        }
    }

    private static Segment segment() {
        try {
            Path directory = Files.createTempDirectory("pocket-stress-");
            Segment made = Segment.create(new JournalFiles(directory), 1, 4096, new Medium.Files(), false);
            Files.delete(made.file());
            Files.delete(directory);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Syncer.Position position(int lsn) {
        return new Syncer.Position(lsn, SEGMENT, end(lsn));
    }

    private static int end(long lsn) {
        return SegmentHeader.LENGTH + (int) lsn;
    }

    @Actor
    @SuppressWarnings("ThreadPriorityCheck") // the thread that is waited for may need this processor
    public void owner(II_Result result) {
        syncer.start();
        syncer.request(position(1));
        long startNanos = System.nanoTime();
        while (syncer.durableLsn() < 1 && System.nanoTime() - startNanos < DEADLINE_NANOS) {
            Thread.yield();
        }
        syncer.request(position(2));
        syncer.close();
        result.r1 = (int) syncer.durableLsn();
    }

    @Actor
    public void observer(II_Result result) {
        long durable = syncer.durableLsn();
        result.r2 = forcedTo >= end(durable) ? 1 : 0;
    }
}
