package io.pocket.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of an object, {@code bucket/key}: 3 to {@value #MAX_LENGTH} bytes of well-formed UTF-8 with a non-empty bucket before the
 * first slash and a non-empty key after it. Kept and compared as bytes, never as a hash; ordered by unsigned bytes, which is
 * the order of Unicode code points.
 */
public final class ObjectName implements Comparable<ObjectName> {
    public static final int MAX_LENGTH = 1024;

    private final byte[] utf8;
    private final int bucketLength;
    private final int hash;

    private ObjectName(byte[] utf8, int bucketLength) {
        this.utf8 = utf8;
        this.bucketLength = bucketLength;
        this.hash = Arrays.hashCode(utf8);
    }

    /**
     * The name spelled by a string.
     *
     * @throws IllegalArgumentException saying what is wrong with the name
     */
    public static ObjectName of(String name) {
        try {
            return ofUtf8(encode(name));
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The name with these bytes.
     *
     * @throws IllegalArgumentException saying what is wrong with the name
     */
    public static ObjectName of(Bytes name) {
        try {
            return ofUtf8(name.array());
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Takes over {@code utf8}: the caller must not change it afterwards.
     *
     * @throws ProtocolException saying what is wrong with the name
     */
    static ObjectName ofUtf8(byte[] utf8) throws ProtocolException {
        if (utf8.length > MAX_LENGTH) {
            throw new ProtocolException("name of " + utf8.length + " bytes is too long: at most " + MAX_LENGTH);
        }
        int slash = indexOfSlash(utf8);
        if (slash <= 0 || slash == utf8.length - 1) {
            throw new ProtocolException("name '" + printable(utf8) + "' is not of the form bucket/key");
        }
        requireUtf8(utf8);
        return new ObjectName(utf8, slash);
    }

    static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return utf8;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with an unpaired surrogate cannot be a name", e);
        }
    }

    private static int indexOfSlash(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    private static void requireUtf8(byte[] utf8) throws ProtocolException {
        if (isAscii(utf8)) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new ProtocolException("name '" + printable(utf8) + "' is not well-formed UTF-8");
        }
    }

    private static boolean isAscii(byte[] utf8) {
        for (byte b : utf8) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static String printable(byte[] utf8) {
        return new String(utf8, 0, Math.min(utf8.length, 64), StandardCharsets.UTF_8);
    }

    public int lengthBytes() {
        return utf8.length;
    }

    /** The name's bytes; shared, not to be changed. */
    byte[] utf8() {
        return utf8;
    }

    /** A copy of the name's bytes. */
    public byte[] toBytes() {
        return utf8.clone();
    }

    /** The name as bytes, sharing its memory. */
    public Bytes asBytes() {
        return Bytes.wrap(utf8);
    }

    public String bucket() {
        return new String(utf8, 0, bucketLength, StandardCharsets.UTF_8);
    }

    /**
     * Copies what follows the bucket and its slash.
     *
     * @param target at least {@link #MAX_LENGTH} long
     * @return length of the copy, in bytes
     */
    public int copyKey(byte[] target) {
        int length = utf8.length - bucketLength - 1;
        System.arraycopy(utf8, bucketLength + 1, target, 0, length);
        return length;
    }

    public boolean startsWith(Bytes prefix) {
        int length = prefix.length();
        return utf8.length >= length && Arrays.equals(utf8, 0, length, prefix.array(), 0, length);
    }

    /** Compares with bytes that need not be a whole name, such as a prefix or cursor. */
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(utf8, other.array());
    }

    @Override
    public int compareTo(ObjectName other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectName name && Arrays.equals(utf8, name.utf8);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
