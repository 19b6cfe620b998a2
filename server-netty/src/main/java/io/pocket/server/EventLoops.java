package io.pocket.server;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop threads of a process. A long wait costs no CPU, a short one may, see {@link EventLoopSettings#spin}. Any thread may use this class. */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final long CLOSE_DEADLINE_SECONDS = 10;

    private final EventLoopChoice choice;
    private final MultiThreadIoEventLoopGroup group;
    private final SpinCounters spins;
    private final List<FrameLoop> loops;

    static {
        withoutLeakSamples();
    }

    private EventLoops(
            EventLoopChoice choice,
            MultiThreadIoEventLoopGroup group,
            SpinCounters spins,
            CongestionControl congestionControl) {
        this.choice = choice;
        this.spins = spins;
        this.group = group;
        this.loops = StreamSupport.stream(group.spliterator(), false)
                .map(executor -> new FrameLoop((EventLoop) executor, choice.kind(), congestionControl))
                .toList();
    }

    /** Starts daemon threads named {@code threadName-1}, {@code -2}, … and logs which kind runs and why better ones do not. */
    public static EventLoops start(EventLoopChoice choice, Duration spin, int threads, String threadName) {
        return start(choice, spin, CongestionControl.SYSTEM, threads, threadName);
    }

    /** Chooses and starts as the settings say. */
    public static EventLoops start(EventLoopSettings settings, int threads, String threadName) {
        EventLoopChoice choice = EventLoopChoice.choose(settings.preference());
        return start(choice, settings.spin(), settings.congestionControl(), threads, threadName);
    }

    private static EventLoops start(
            EventLoopChoice choice,
            Duration spin,
            CongestionControl congestionControl,
            int threads,
            String threadName) {
        Check.within("threads", threads, 1, 1024);
        LOG.info("event loop: {}, {} thread(s) {}, spin {}", choice.describe(), threads, threadName, spin);
        SpinCounters spins = new SpinCounters();
        IoHandlerFactory handlers = SpinningIoHandler.around(choice.kind().ioHandler(), spin.toNanos(), spins);
        return new EventLoops(
                choice,
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(threadName, true), handlers),
                spins,
                congestionControl);
    }

    /**
     * Netty's own default samples buffers, with a stack trace each, to report leaks: a few percent of a small request. Ours are looked for by
     * the tests, which ask for every buffer. Whoever suspects one says {@code -Dio.netty.leakDetection.level=advanced}.
     */
    private static void withoutLeakSamples() {
        boolean asked = System.getProperty("io.netty.leakDetection.level") != null;
        if (!asked && ResourceLeakDetector.getLevel() == ResourceLeakDetector.Level.SIMPLE) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    public EventLoopChoice choice() {
        return choice;
    }

    SpinCounters spins() {
        return spins;
    }

    public int size() {
        return loops.size();
    }

    public FrameLoop loop(int index) {
        return loops.get(index);
    }

    /** Closes what the loops still have open and waits, at most {@value #CLOSE_DEADLINE_SECONDS} s, for the threads to end. */
    @Override
    public void close() {
        boolean ended = group.shutdownGracefully(0, CLOSE_DEADLINE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            LOG.warn("event loops did not end within {} s", CLOSE_DEADLINE_SECONDS);
        }
    }
}
