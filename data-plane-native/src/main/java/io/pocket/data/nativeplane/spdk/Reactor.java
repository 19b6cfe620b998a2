package io.pocket.data.nativeplane.spdk;

import io.pocket.data.nativeplane.spdk.raw.Spdk;
import io.pocket.data.nativeplane.spdk.raw.Upcalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that owns one {@code spdk_thread}: it starts the transfers of its queue pairs, polls SPDK, and tells the owners. All
 * else that must happen on an SPDK thread comes to it as a task.
 *
 * <p>SPDK calls back into Java only within {@link #poll} and within the calls that start transfers. An exception that left a callback would
 * end the process, so none does.
 */
final class Reactor {

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    private static final int PAIRS_MAX = 64;
    private static final int TASKS_MAX = 64;
    private static final int TAG_BITS = 16;
    private static final Duration TASK_DEADLINE = Duration.ofSeconds(60);
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final int number;
    private final PollPolicy policy;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment statusOut = arena.allocate(ValueLayout.JAVA_INT, 4);
    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS_MAX);
    private final QueuePair[] byIndex = new QueuePair[PAIRS_MAX];
    private final AtomicLong busyNanos = new AtomicLong();
    private final AtomicLong totalNanos = new AtomicLong();
    private final Thread thread;
    private final long onCompletion;
    private QueuePair[] pairs = {};
    private long spdkThread;
    private volatile boolean resting;
    private volatile boolean stopped;

    /** @param number 0 for the one that SPDK's own housekeeping runs on */
    Reactor(int number, PollPolicy policy) {
        this.number = number;
        this.policy = policy;
        onCompletion = Upcalls.ofTransfer(this::completed, arena);
        thread = Thread.ofPlatform().daemon().name("spdk-reactor-" + number).unstarted(this::run);
    }

    /**
     * Starts the thread. The preparation runs on it first, with the new {@code spdk_thread} as the current one if it exists by then.
     *
     * @throws IOException if it cannot; nothing runs then
     */
    void start(SpdkTask beforeThread, SpdkTask afterThread) throws IOException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        tasks.add(() -> prepare(beforeThread, afterThread, started));
        thread.start();
        await(started, "starting SPDK");
    }

    /** Something that must happen on the reactor's thread. */
    interface SpdkTask {
        void run() throws IOException;
    }

    private void prepare(SpdkTask beforeThread, SpdkTask afterThread, CompletableFuture<Void> started) {
        try {
            beforeThread.run();
            createThread();
            afterThread.run();
            started.complete(null);
        } catch (IOException | RuntimeException e) {
            stopped = true;
            started.completeExceptionally(e);
        }
    }

    private void createThread() throws IOException {
        spdkThread = Spdk.threadCreate(arena.allocateFrom("pocket-" + number).address(), 0);
        if (spdkThread == 0) {
            throw new IOException("SPDK could not create a thread: raise --spdk-memory");
        }
        // For good: nothing else runs on this thread, and calls outside of a poll need it too.
        Spdk.threadSet(spdkThread);
    }

    /** Runs a task on the reactor's thread and waits for it. Not for the reactor itself. */
    void call(String what, SpdkTask task) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = tasks.offer(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (!taken || stopped) {
            throw new IOException(what + ": the reactor " + (stopped ? "has stopped" : "has too many tasks waiting"));
        }
        wake();
        await(done, what);
    }

    private static void await(CompletableFuture<Void> done, String what) throws IOException {
        try {
            done.get(TASK_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(what + " failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(what + " did not end within " + TASK_DEADLINE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        }
    }

    /** Has the reactor look at its queues if it rests. Any thread; what was handed over before is seen. */
    void wake() {
        // What was handed over must be in memory before the flag is read; see rest.
        VarHandle.fullFence();
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    // --- On the reactor's thread ---

    /** Takes a queue pair on. */
    void attach(QueuePair pair, Bdev bdev) throws IOException {
        int index = freeIndex();
        long channel = Spdk.bdevChannel(bdev.descriptor());
        if (channel == 0) {
            throw new IOException(
                    "the device gives no more queues (io channels), or SPDK is out of memory: raise --spdk-memory");
        }
        pair.attached(bdev, channel, (long) index << TAG_BITS);
        byIndex[index] = pair;
        pairs = copyWithout(null);
    }

    private int freeIndex() throws IOException {
        for (int i = 0; i < PAIRS_MAX; i++) {
            if (byIndex[i] == null) {
                return i;
            }
        }
        throw new IOException("a reactor serves at most " + PAIRS_MAX + " queue pairs");
    }

    /** Gives its channel back. Nothing of it is under way. */
    void detach(QueuePair pair) {
        Spdk.channelPut(pair.channel());
        for (int i = 0; i < PAIRS_MAX; i++) {
            if (byIndex[i] == pair) {
                byIndex[i] = null;
            }
        }
        pairs = copyWithout(pair);
        poll();
    }

    private QueuePair[] copyWithout(QueuePair gone) {
        return java.util.Arrays.stream(byIndex)
                .filter(pair -> pair != null && pair != gone)
                .toArray(QueuePair[]::new);
    }

    /** Lets SPDK work; the answer is whether it did. */
    boolean poll() {
        return Spdk.threadPoll(spdkThread, 0, 0) > 0;
    }

    private void run() {
        try {
            loop();
        } catch (RuntimeException | Error e) {
            LOG.error("reactor {} has failed: its device is dead from here on", number, e);
            throw e;
        } finally {
            stopped = true;
        }
    }

    private void loop() {
        Runnable first = tasks.remove();
        first.run();
        Idleness idleness = new Idleness(policy, System.nanoTime());
        long lastNanos = System.nanoTime();
        while (!stopped) {
            boolean worked = turn();
            long nowNanos = System.nanoTime();
            account(worked, nowNanos - lastNanos);
            lastNanos = nowNanos;
            if (worked) {
                idleness.worked(nowNanos);
            } else {
                long restNanos = idleness.restNanos(nowNanos, isUnderWay());
                if (restNanos == 0) {
                    Thread.onSpinWait();
                } else {
                    rest(restNanos);
                }
            }
        }
    }

    /**
     * Everything once: transfers, SPDK, owners, one task. A task that waits for SPDK takes turns too, so that transfers and other tasks go on
     * meanwhile. The answer is whether there was anything to do.
     */
    boolean turn() {
        boolean worked = false;
        long nowNanos = System.nanoTime();
        QueuePair[] all = pairs;
        for (QueuePair pair : all) {
            worked |= startWaiting(pair, nowNanos);
        }
        worked |= poll();
        for (QueuePair pair : all) {
            pair.tellOwner();
        }
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            worked = true;
        }
        return worked;
    }

    private boolean startWaiting(QueuePair pair, long nowNanos) {
        boolean some = false;
        for (int again = pair.postponedCount(); again > 0; again--) {
            start(pair, pair.takePostponed(), nowNanos);
            some = true;
        }
        for (int tag = pair.takeSubmission(); tag != TagRing.NONE; tag = pair.takeSubmission()) {
            start(pair, tag, nowNanos);
            some = true;
        }
        return some;
    }

    private void start(QueuePair pair, int tag, long nowNanos) {
        // Before the call: it may complete within.
        pair.started(tag, nowNanos);
        int answer = ask(pair, tag);
        if (answer == DeviceStatus.OK) {
            return;
        }
        pair.notStarted();
        if (answer == DeviceStatus.NO_MEMORY && pair.underWay() > 0) {
            pair.postpone(tag);
        } else {
            pair.complete(tag, answer);
        }
    }

    private int ask(QueuePair pair, int tag) {
        if (pair.isRemoved()) {
            return DeviceStatus.NO_DEVICE;
        }
        long descriptor = pair.descriptor();
        long channel = pair.channel();
        long memory = pair.memory(tag);
        long position = pair.position(tag);
        long length = pair.length(tag);
        long context = pair.context(tag);
        return switch (pair.operation(tag)) {
            case READ -> Spdk.bdevRead(descriptor, channel, memory, position, length, onCompletion, context);
            case WRITE -> Spdk.bdevWrite(descriptor, channel, memory, position, length, onCompletion, context);
            case FLUSH -> Spdk.bdevFlush(descriptor, channel, position, length, onCompletion, context);
        };
    }

    /** Called by SPDK. */
    private void completed(long io, boolean success, long context) {
        int status = success ? DeviceStatus.OK : statusOf(io);
        Spdk.bdevFreeIo(io);
        QueuePair pair = byIndex[(int) (context >>> TAG_BITS)];
        pair.ended((int) (context & ((1 << TAG_BITS) - 1)), status, System.nanoTime());
    }

    private int statusOf(long io) {
        long out = statusOut.address();
        Spdk.ioAioStatus(io, out);
        int errno = statusOut.get(ValueLayout.JAVA_INT, 0);
        if (errno != DeviceStatus.IO_ERROR && errno != DeviceStatus.OK) {
            return errno;
        }
        Spdk.ioNvmeStatus(io, out, out + 4, out + 8);
        int type = statusOut.get(ValueLayout.JAVA_INT, 4);
        int code = statusOut.get(ValueLayout.JAVA_INT, 8);
        return type == 0 && code == 0 ? DeviceStatus.IO_ERROR : DeviceStatus.nvme(type, code);
    }

    private boolean isUnderWay() {
        for (QueuePair pair : pairs) {
            if (pair.underWay() > 0) {
                return true;
            }
        }
        return false;
    }

    private void rest(long nanos) {
        resting = true;
        // The flag must be in memory before the queues are looked at for the last time; see wake.
        VarHandle.fullFence();
        if (tasks.isEmpty() && !hasSubmissions()) {
            LockSupport.parkNanos(this, nanos);
        }
        resting = false;
    }

    private boolean hasSubmissions() {
        for (QueuePair pair : pairs) {
            if (pair.hasSubmissions()) {
                return true;
            }
        }
        return false;
    }

    private void account(boolean worked, long nanos) {
        if (worked) {
            busyNanos.lazySet(busyNanos.getPlain() + nanos);
        }
        totalNanos.lazySet(totalNanos.getPlain() + nanos);
    }

    // --- Any thread ---

    /** Time so far in rounds that had something to do. */
    long busyNanos() {
        return busyNanos.get();
    }

    /** Time so far in all rounds, rests included. */
    long totalNanos() {
        return totalNanos.get();
    }

    int number() {
        return number;
    }

    /** Ends the thread, and with it the {@code spdk_thread}, which has no channel any more. */
    void stop() {
        try {
            call("ending reactor " + number, this::exit);
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            stopped = true;
        }
        wake();
        try {
            thread.join(END_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            arena.close();
        }
    }

    private void exit() {
        Spdk.threadExit(spdkThread);
        long deadline = System.nanoTime() + END_DEADLINE.toNanos();
        while (!Spdk.threadIsExited(spdkThread) && System.nanoTime() < deadline) {
            poll();
        }
        if (Spdk.threadIsExited(spdkThread)) {
            Spdk.threadSet(0);
            Spdk.threadDestroy(spdkThread);
        }
        stopped = true;
    }
}
