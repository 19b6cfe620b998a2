package io.pocket.protocol.counters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A node counts in its mapped file, first requests, then their bytes; the monitor reads the same file through a mapping of its own, bytes first.
 * It may read old figures. It may not see bytes without the request that brought them, nor a figure that goes back.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "In the order of counting, and never backwards")
@Outcome(expect = Expect.FORBIDDEN, desc = "Bytes without their request, or a figure that went back")
@State
public class CounterFileStress {
    private static final CounterFile NODE;
    private static final CounterFile MONITOR;

    static {
        try {
            Path file = Files.createTempFile("pocket-stress-", ".counters");
            NODE = CounterFile.create(file, 1, 1, 0);
            MONITOR = CounterFile.open(file);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Actor
    public void node() {
        NODE.add(NodeCounter.WRITES, 1);
        NODE.add(NodeCounter.WRITTEN_BYTES, 1);
    }

    @Actor
    public void monitor(II_Result result) {
        long bytes = MONITOR.get(NodeCounter.WRITTEN_BYTES);
        long writes = MONITOR.get(NodeCounter.WRITES);
        long bytesLater = MONITOR.get(NodeCounter.WRITTEN_BYTES);
        result.r1 = writes >= bytes ? 1 : 0;
        result.r2 = bytesLater >= bytes ? 1 : 0;
    }
}
