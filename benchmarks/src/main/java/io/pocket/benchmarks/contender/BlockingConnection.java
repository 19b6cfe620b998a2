package io.pocket.benchmarks.contender;

import io.pocket.protocol.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A blocking connection without Nagle's delay, with one buffer for each direction that is used over and over. Small things pass
 * through the buffers, large values straight between the caller's memory and the socket. For one thread. Who started the measurement
 * bounds its time: it ends this process.
 */
public final class BlockingConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LINE_BYTES_MAX = 512;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private ByteBuffer large;
    private int largeAt;

    private BlockingConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to {@code host:port}. */
    public static BlockingConnection to(String address) throws IOException {
        HostPort parsed = HostPort.parse(address);
        return of(SocketChannel.open(new InetSocketAddress(parsed.host(), parsed.port())));
    }

    /** Takes over a connected channel. */
    public static BlockingConnection of(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new BlockingConnection(channel);
    }

    /** Adds bytes to what {@link #flush} sends. */
    BlockingConnection add(byte[] bytes) {
        out.put(bytes);
        return this;
    }

    /** Adds a number as decimal text. */
    BlockingConnection addDecimal(int number) {
        if (number >= 10) {
            addDecimal(number / 10);
        }
        out.put((byte) ('0' + number % 10));
        return this;
    }

    /** Adds a value: a copy if it is small, else the memory itself, which must not change before {@link #flush}; one for each flush. */
    BlockingConnection add(ByteBuffer value) {
        if (value.remaining() <= out.remaining() / 2) {
            out.put(value);
        } else {
            large = value;
            largeAt = out.position();
        }
        return this;
    }

    /** Sends what was added, with as few system calls as the socket allows. */
    void flush() throws IOException {
        if (large == null) {
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } else {
            flushWithLarge();
        }
        out.clear();
    }

    private void flushWithLarge() throws IOException {
        ByteBuffer head = out.duplicate().flip().limit(largeAt);
        ByteBuffer tail = out.duplicate().flip().position(largeAt);
        ByteBuffer[] all = {head, large, tail};
        while (head.hasRemaining() || large.hasRemaining() || tail.hasRemaining()) {
            channel.write(all);
        }
        large = null;
    }

    /** Reads a line that ends in CR and LF; without them. */
    String readLine() throws IOException {
        int length = 0;
        for (byte next = readByte(); next != '\n'; next = readByte()) {
            if (length == LINE_BYTES_MAX) {
                throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            line[length++] = next;
        }
        if (length == 0 || line[length - 1] != '\r') {
            throw new IOException("a line that does not end in CR LF");
        }
        return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
    }

    /** Reads a decimal number that ends in CR and LF; it may be negative. Makes no garbage. */
    int readDecimalLine() throws IOException {
        byte next = readByte();
        boolean negative = next == '-';
        if (negative) {
            next = readByte();
        }
        long number = 0;
        while (next != '\r') {
            number = number * 10 + digit(next);
            if (number > Integer.MAX_VALUE) {
                throw new IOException("a number beyond " + Integer.MAX_VALUE);
            }
            next = readByte();
        }
        expect((byte) '\n');
        return (int) (negative ? -number : number);
    }

    private static int digit(byte character) throws IOException {
        if (character < '0' || character > '9') {
            throw new IOException("byte " + character + " is no digit");
        }
        return character - '0';
    }

    /** Reads bytes that must be these. */
    void expect(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            expect(each);
        }
    }

    private void expect(byte expected) throws IOException {
        byte next = readByte();
        if (next != expected) {
            throw new IOException("byte " + next + " where " + expected + " was due");
        }
    }

    byte readByte() throws IOException {
        if (!in.hasRemaining()) {
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("closed by the other side");
            }
        }
        return in.get();
    }

    /** Fills a buffer up to its limit. */
    void readFully(ByteBuffer target) throws IOException {
        int buffered = Math.min(in.remaining(), target.remaining());
        target.put(target.position(), in, in.position(), buffered);
        target.position(target.position() + buffered);
        in.position(in.position() + buffered);
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw new EOFException("closed by the other side");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
