package io.pocket.cli.function.sort;

import java.nio.ByteBuffer;

/**
 * The key of a record, taken out of it. Ordered as its bytes are.
 *
 * @param prefix its first 8 bytes, an unsigned number
 * @param tail its last 2 bytes, an unsigned number
 */
record Key(long prefix, int tail) implements Comparable<Key> {

    /** The smallest key. */
    static final Key ZERO = new Key(0, 0);

    /** The key of the record at {@code offset}. */
    static Key at(byte[] records, int offset) {
        return new Key(Records.keyPrefix(records, offset), Records.keyTail(records, offset));
    }

    static Key read(ByteBuffer buffer) {
        return new Key(buffer.getLong(), Short.toUnsignedInt(buffer.getShort()));
    }

    void write(ByteBuffer buffer) {
        buffer.putLong(prefix).putShort((short) tail);
    }

    @Override
    public int compareTo(Key other) {
        int byPrefix = Long.compareUnsigned(prefix, other.prefix);
        return byPrefix != 0 ? byPrefix : Integer.compare(tail, other.tail);
    }

    @Override
    public String toString() {
        return "%016x%04x".formatted(prefix, tail);
    }
}
