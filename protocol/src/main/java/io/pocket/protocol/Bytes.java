package io.pocket.protocol;

import java.util.Arrays;

/** An immutable string of bytes, compared by unsigned value. */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy. */
    public static Bytes copyOf(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** Takes the array over: the caller must not change it afterwards. */
    public static Bytes wrap(byte[] bytes) {
        return new Bytes(bytes);
    }

    /**
     * The UTF-8 form of a prefix or cursor.
     *
     * @throws IllegalArgumentException if the text holds an unpaired surrogate
     */
    public static Bytes utf8(String text) {
        return new Bytes(ObjectName.encode(text));
    }

    public int length() {
        return bytes.length;
    }

    public byte get(int index) {
        return bytes[index];
    }

    public boolean startsWith(Bytes prefix) {
        int length = prefix.bytes.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
    }

    /**
     * Copies the bytes from {@code from} on to the beginning of the target.
     *
     * @return how many there were
     */
    public int copyTo(int from, byte[] target) {
        System.arraycopy(bytes, from, target, 0, bytes.length - from);
        return bytes.length - from;
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    /** The array itself; not to be changed. */
    byte[] array() {
        return bytes;
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Length only: the content may be a secret. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
