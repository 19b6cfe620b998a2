package io.pocket.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Takes a message's fields from a little-endian buffer, between its position and limit. Whatever the bytes are, the outcome is
 * a value or a {@link ProtocolException}; nothing longer than the buffer is allocated.
 */
public final class BodyReader {
    private ByteBuffer buffer;

    public BodyReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Goes on with another buffer, so that one reader serves a connection for its life. */
    public BodyReader wrap(ByteBuffer source) {
        this.buffer = source;
        return this;
    }

    public int getByte() throws ProtocolException {
        require(Byte.BYTES);
        return buffer.get() & 0xff;
    }

    /** 0 or 1, nothing else. */
    public boolean getBoolean() throws ProtocolException {
        int value = getByte();
        if (value > 1) {
            throw new ProtocolException("boolean field holds " + value);
        }
        return value == 1;
    }

    /** An unsigned 16-bit number. */
    public int getShort() throws ProtocolException {
        require(Short.BYTES);
        return buffer.getShort() & 0xffff;
    }

    public int getInt() throws ProtocolException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    /** A 32-bit number that must not be negative: counts and lengths that Java keeps as int. */
    public int getLength() throws ProtocolException {
        int value = getInt();
        if (value < 0) {
            throw new ProtocolException("length " + Integer.toUnsignedString(value) + " exceeds " + Integer.MAX_VALUE);
        }
        return value;
    }

    public long getLong() throws ProtocolException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** A 64-bit number that must not be negative: sizes and times. */
    public long getSize() throws ProtocolException {
        long value = getLong();
        if (value < 0) {
            throw new ProtocolException("size " + Long.toUnsignedString(value) + " exceeds " + Long.MAX_VALUE);
        }
        return value;
    }

    public Bytes getBytes() throws ProtocolException {
        return Bytes.wrap(getArray());
    }

    private byte[] getArray() throws ProtocolException {
        int length = getShort();
        require(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    public ObjectName getName() throws ProtocolException {
        return ObjectName.ofUtf8(getArray());
    }

    public String getText() throws ProtocolException {
        byte[] bytes = getArray();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("text field is not well-formed UTF-8");
        }
    }

    /** A 16-bit count of elements of at least {@code minElementLength} bytes, refused when the body cannot hold them. */
    public int getCount(int minElementLength) throws ProtocolException {
        int count = getShort();
        if ((long) count * minElementLength > buffer.remaining()) {
            throw new ProtocolException("count " + count + " exceeds the body");
        }
        return count;
    }

    /** Ends the message: bytes left over are an error. */
    public void end() throws ProtocolException {
        if (buffer.hasRemaining()) {
            throw new ProtocolException(buffer.remaining() + " bytes after the end of the message");
        }
    }

    private void require(int length) throws ProtocolException {
        if (buffer.remaining() < length) {
            throw new ProtocolException("message ends " + (length - buffer.remaining()) + " bytes too early");
        }
    }
}
