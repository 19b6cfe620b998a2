package io.pocket.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Appends a message's fields to a little-endian buffer that has room for {@code bodyLength()} bytes. */
public final class BodyWriter {
    private ByteBuffer buffer;

    public BodyWriter(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Goes on with another buffer, so that one writer serves a connection for its life. */
    public BodyWriter wrap(ByteBuffer target) {
        this.buffer = target;
        return this;
    }

    public void putByte(int value) {
        buffer.put((byte) value);
    }

    public void putShort(int value) {
        buffer.putShort((short) value);
    }

    public void putInt(int value) {
        buffer.putInt(value);
    }

    public void putLong(long value) {
        buffer.putLong(value);
    }

    /** u16 length, bytes. */
    public void putBytes(Bytes bytes) {
        putArray(bytes.array());
    }

    private void putArray(byte[] bytes) {
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("a field of " + bytes.length + " bytes exceeds 65535");
        }
        buffer.putShort((short) bytes.length);
        buffer.put(bytes);
    }

    public void putName(ObjectName name) {
        putArray(name.utf8());
    }

    /** u16 length, UTF-8. */
    public void putText(String text) {
        putArray(text.getBytes(StandardCharsets.UTF_8));
    }

    public static int lengthOfBytes(Bytes bytes) {
        return Short.BYTES + bytes.length();
    }

    public static int lengthOfName(ObjectName name) {
        return Short.BYTES + name.lengthBytes();
    }

    public static int lengthOfText(String text) {
        return Short.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
