package io.pocket.benchmarks.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** SET and GET of Redis (RESP 2) with nothing else around: no pool, no strings, no garbage for each call. */
final class RespClient implements Contender {
    private static final byte[] SET = "*3\r\n$3\r\nSET\r\n$".getBytes(US_ASCII);
    private static final byte[] GET = "*2\r\n$3\r\nGET\r\n$".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] LENGTH = "\r\n$".getBytes(US_ASCII);
    private static final byte[] OK = "OK\r\n".getBytes(US_ASCII);

    private final BlockingConnection connection;
    private final ByteBuffer value;

    RespClient(BlockingConnection connection, int sizeBytesMax) {
        this.connection = connection;
        this.value = ByteBuffer.allocateDirect(sizeBytesMax);
    }

    @Override
    public void put(Key key, ByteBuffer bytes) throws IOException {
        connection.add(SET).addDecimal(key.utf8().length).add(LINE_END).add(key.utf8());
        connection.add(LENGTH).addDecimal(bytes.remaining()).add(LINE_END).add(bytes);
        connection.add(LINE_END).flush();
        expectType((byte) '+');
        connection.expect(OK);
    }

    @Override
    public ByteBuffer get(Key key) throws IOException {
        connection.add(GET).addDecimal(key.utf8().length).add(LINE_END).add(key.utf8());
        connection.add(LINE_END).flush();
        expectType((byte) '$');
        int length = connection.readDecimalLine();
        if (length < 0 || length > value.capacity()) {
            throw new WrongAnswerException(key.text() + ": a value of length " + length);
        }
        value.clear().limit(length);
        connection.readFully(value);
        connection.expect(LINE_END);
        return value.flip();
    }

    private void expectType(byte expected) throws IOException {
        byte type = connection.readByte();
        if (type != expected) {
            throw new IOException("Redis answered " + (char) type + connection.readLine());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
