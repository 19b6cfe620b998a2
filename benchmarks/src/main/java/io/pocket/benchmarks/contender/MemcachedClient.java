package io.pocket.benchmarks.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** {@code set} and {@code get} of memcached's text protocol, with nothing else around. */
final class MemcachedClient implements Contender {
    private static final byte[] SET = "set ".getBytes(US_ASCII);
    private static final byte[] GET = "get ".getBytes(US_ASCII);
    private static final byte[] FLAGS_AND_EXPIRY = " 0 0 ".getBytes(US_ASCII);
    private static final byte[] FLAGS = " 0 ".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] VALUE = "ALUE ".getBytes(US_ASCII);
    private static final byte[] END = "END\r\n".getBytes(US_ASCII);

    private final BlockingConnection connection;
    private final ByteBuffer value;

    MemcachedClient(BlockingConnection connection, int sizeBytesMax) {
        this.connection = connection;
        this.value = ByteBuffer.allocateDirect(sizeBytesMax);
    }

    @Override
    public void put(Key key, ByteBuffer bytes) throws IOException {
        connection.add(SET).add(key.utf8()).add(FLAGS_AND_EXPIRY).addDecimal(bytes.remaining());
        connection.add(LINE_END).add(bytes).add(LINE_END).flush();
        String answer = connection.readLine();
        if (!answer.equals("STORED")) {
            throw new IOException("memcached answered " + answer);
        }
    }

    @Override
    public ByteBuffer get(Key key) throws IOException {
        connection.add(GET).add(key.utf8()).add(LINE_END).flush();
        byte first = connection.readByte();
        if (first != 'V') {
            throw new WrongAnswerException(key.text() + ": memcached answered " + (char) first + connection.readLine());
        }
        connection.expect(VALUE);
        connection.expect(key.utf8());
        connection.expect(FLAGS);
        int length = connection.readDecimalLine();
        if (length < 0 || length > value.capacity()) {
            throw new WrongAnswerException(key.text() + ": a value of length " + length);
        }
        value.clear().limit(length);
        connection.readFully(value);
        connection.expect(LINE_END);
        connection.expect(END);
        return value.flip();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
