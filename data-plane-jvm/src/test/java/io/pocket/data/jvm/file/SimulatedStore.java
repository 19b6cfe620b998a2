package io.pocket.data.jvm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The production store over a {@link SimulatedDisk}, and the loop that drives both on simulated time. Each object's blocks
 * carry a stamp of their own, so that bytes of another place or time are noticed.
 */
final class SimulatedStore implements AutoCloseable {

    private static final int BLOCK_BYTES = StoreFile.BLOCK_BYTES;

    private final SimulatedDisk disk;
    private final HddChunkStore store;
    private final Deque<ChunkWrite> writes = new ArrayDeque<>();
    private final Deque<ChunkRead> reads = new ArrayDeque<>();
    private final Queue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::number));
    private long timersMade;

    SimulatedStore(long capacityBytes, HddStoreOptions options) throws IOException {
        Arena arena = Arena.ofShared();
        MemorySegment staging = arena.allocate(options.stagingBytes() + (long) options.readAheadBytes(), BLOCK_BYTES);
        disk = new SimulatedDisk(staging, capacityBytes);
        CompletionSignal signal = new CompletionSignal("simulated-disk-signal");
        signal.start();
        store = new HddChunkStore(
                capacityBytes,
                options,
                new FileStoreParts(disk, new IoPath("simulated", true, ""), signal, arena, staging),
                disk::nanos);
    }

    private record Timer(long atNanos, long number, Runnable task) {}

    /** An object on the disk. */
    record Stored(long seed, long extent, int bytes) {}

    SimulatedDisk disk() {
        return disk;
    }

    HddChunkStore store() {
        return store;
    }

    long figure(HddFigure figure) {
        return store.figures().get(figure);
    }

    /** Runs a task at a later time. */
    void after(Duration delay, Runnable task) {
        timers.add(new Timer(disk.nanos() + delay.toNanos(), ++timersMade, task));
    }

    /** Lets time pass from event to event until something is so, or nothing can happen any more. */
    void run(BooleanSupplier until) {
        while (!until.getAsBoolean()) {
            if (store.poll() > 0) {
                continue;
            }
            long timer = timers.isEmpty() ? Long.MAX_VALUE : timers.peek().atNanos;
            long next = Math.min(timer, disk.nextEndNanos());
            if (next == Long.MAX_VALUE) {
                assertThat(until.getAsBoolean())
                        .as("what was waited for, with nothing left to happen")
                        .isTrue();
                return;
            }
            disk.advanceTo(next);
            if (timer == next) {
                timers.poll().task.run();
            }
        }
    }

    Stored allocate(long seed, int bytes) {
        return new Stored(seed, store.allocate(bytes), bytes);
    }

    /** Writes an object; {@code latency} is told the nanoseconds that it took. */
    void write(Stored object, LongConsumer latency) {
        submit(begin(object), object, latency);
    }

    /** Takes staging and fills it. */
    ChunkWrite begin(Stored object) {
        ChunkWrite write = writes.isEmpty() ? store.newWrite() : writes.pop();
        assertThat(write.begin(object.extent, object.bytes, 0, object.bytes)).isEqualTo(Admission.ACCEPTED);
        ByteBuffer target = write.target().order(ByteOrder.nativeOrder());
        for (int done = 0; done + Long.BYTES <= object.bytes; done += BLOCK_BYTES) {
            target.putLong(target.position() + done, stamp(object.seed, done));
        }
        target.position(target.limit());
        return write;
    }

    void submit(ChunkWrite write, Stored object, LongConsumer latency) {
        long since = disk.nanos();
        write.submit(ended(() -> {
            writes.push(write);
            latency.accept(disk.nanos() - since);
        }));
    }

    /** Reads an object and looks at each block. */
    void read(Stored object, LongConsumer latency) {
        ChunkRead read = reads.isEmpty() ? store.newRead() : reads.pop();
        long since = disk.nanos();
        Completion completion = ended(() -> {
            requireContent(read, object);
            read.release();
            reads.push(read);
            latency.accept(disk.nanos() - since);
        });
        assertThat(read.begin(object.extent, 0, object.bytes, completion)).isEqualTo(Admission.ACCEPTED);
    }

    private static void requireContent(ChunkRead read, Stored object) {
        int at = 0;
        for (int i = 0; i < read.pieces(); i++) {
            ByteBuffer piece = read.piece(i).order(ByteOrder.nativeOrder());
            for (int done = 0; done + Long.BYTES <= piece.remaining(); done += BLOCK_BYTES) {
                if (piece.getLong(piece.position() + done) != stamp(object.seed, at + done)) {
                    throw new AssertionError("byte " + (at + done) + " of " + object + " is not what was written");
                }
            }
            at += piece.remaining();
        }
        assertThat(at).isEqualTo(object.bytes);
    }

    private static long stamp(long seed, int offset) {
        return (seed << 24) ^ (offset / BLOCK_BYTES) ^ 0x5a5a_0000_0000_0000L;
    }

    private static Completion ended(Runnable task) {
        return new Completion() {
            @Override
            public void completed() {
                task.run();
            }

            @Override
            public void failed(IOException cause) {
                throw new AssertionError(cause);
            }
        };
    }

    @Override
    public void close() {
        // The store waits in real time for what is under way.
        while (disk.nextEndNanos() < Long.MAX_VALUE) {
            disk.advanceTo(disk.nextEndNanos());
            store.poll();
        }
        store.close();
    }
}
