package io.pocket.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps so many requests under way on each connection: for every answer the next request leaves, with all others that are due on the
 * connection in one write. One thread, one selector.
 */
public final class LoadDriver implements AutoCloseable {
    /** Longest request of a {@link Dialogue}. */
    public static final int REQUEST_BYTES_MAX = 16 << 10;

    private static final int IN_BYTES = 256 << 10;
    private static final long DRAIN_MILLIS_MAX = 60_000;

    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();
    private final int depth;
    private boolean mayAsk = true;
    private long answered;
    private IOException failure;

    /** @param depth requests under way on each connection */
    public LoadDriver(int depth) throws IOException {
        this.depth = depth;
    }

    /** Takes over a connected channel on which nothing is under way. */
    public void add(SocketChannel channel, Dialogue dialogue) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Line line = new Line(channel, dialogue, depth);
        line.key = channel.register(selector, SelectionKey.OP_READ, line);
        lines.add(line);
    }

    /** Sends the first requests. */
    public void start() throws IOException {
        for (Line line : lines) {
            line.ask(depth);
            line.flush();
        }
    }

    /** Answers so far. */
    public long answered() {
        return answered;
    }

    /** Goes on for so long, or until so many answers have come since the start. */
    public void runFor(Duration time, long answersMax) throws IOException {
        long endNanos = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && answered < answersMax; left = endNanos - System.nanoTime()) {
            selector.select(this::serve, Math.max(1, left / 1_000_000));
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Asks nothing more, and waits for the answers that are due. */
    public void drain() throws IOException {
        mayAsk = false;
        long endNanos = System.nanoTime() + DRAIN_MILLIS_MAX * 1_000_000;
        while (lines.stream().anyMatch(line -> line.underWay > 0)) {
            if (System.nanoTime() > endNanos) {
                throw new IOException("answers are missing after " + DRAIN_MILLIS_MAX + " ms");
            }
            runFor(Duration.ofMillis(10), Long.MAX_VALUE);
        }
    }

    private void serve(SelectionKey key) {
        try {
            ((Line) key.attachment()).serve();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.channel.close();
        }
        selector.close();
    }

    private final class Line {
        final SocketChannel channel;
        final Dialogue dialogue;
        final ByteBuffer in = little(IN_BYTES);
        final ByteBuffer out;
        SelectionKey key;
        int underWay;

        Line(SocketChannel channel, Dialogue dialogue, int depth) {
            this.channel = channel;
            this.dialogue = dialogue;
            this.out = little(depth * REQUEST_BYTES_MAX);
        }

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        void serve() throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed a connection");
            }
            in.flip();
            int taken = dialogue.take(in);
            in.compact();
            underWay -= taken;
            answered += taken;
            if (mayAsk) {
                ask(taken);
            }
            flush();
        }

        void ask(int count) {
            for (int i = 0; i < count; i++) {
                dialogue.ask(out);
            }
            underWay += count;
        }

        /** A socket that takes no more says when it does. */
        void flush() throws IOException {
            out.flip();
            if (out.hasRemaining()) {
                channel.write(out);
            }
            int interest = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
            out.compact();
        }
    }
}
