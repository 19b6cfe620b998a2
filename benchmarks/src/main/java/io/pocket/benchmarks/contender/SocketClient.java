package io.pocket.benchmarks.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a connection of this machine can move at best: bytes to or from {@link SocketPeer}, from and to direct buffers. The peer holds
 * one value, the last that was put, so a get must ask for the key put last.
 */
final class SocketClient implements Contender {
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] PUT = {SocketProtocol.PUT};
    private static final byte[] GET = {SocketProtocol.GET};

    private final BlockingConnection connection;
    private final ByteBuffer value;

    SocketClient(BlockingConnection connection, int sizeBytesMax) {
        this.connection = connection;
        this.value = ByteBuffer.allocateDirect(sizeBytesMax);
    }

    @Override
    public void put(Key key, ByteBuffer bytes) throws IOException {
        connection
                .add(PUT)
                .addDecimal(bytes.remaining())
                .add(LINE_END)
                .add(bytes)
                .flush();
        if (connection.readByte() != SocketProtocol.DONE) {
            throw new IOException("the peer did not answer as it should");
        }
    }

    @Override
    public ByteBuffer get(Key key) throws IOException {
        connection.add(GET).addDecimal(0).add(LINE_END).flush();
        int length = connection.readDecimalLine();
        if (length < 0 || length > value.capacity()) {
            throw new WrongAnswerException(key.text() + ": a value of length " + length);
        }
        value.clear().limit(length);
        connection.readFully(value);
        return value.flip();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
