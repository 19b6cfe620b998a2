package io.pocket.simulator;

import io.pocket.client.core.ByteSink;
import io.pocket.client.core.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Objects on the heap, as a client's caller gives and takes them. */
public final class HeapBytes {
    private HeapBytes() {}

    /** An object to put; the array is shared and must not change. */
    public static final class Source implements ByteSource {
        private final byte[] bytes;

        public Source(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public ByteBuffer take(long offset, int lengthBytes) {
            return ByteBuffer.wrap(bytes, (int) offset, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void release(ByteBuffer taken) {
            // The array is the caller's.
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }
    }

    /** An object to get. */
    public static final class Sink implements ByteSink {
        private byte[] bytes = new byte[0];

        /** What was got; the array itself. */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String begin(long sizeBytes) {
            bytes = new byte[(int) sizeBytes];
            return null;
        }

        @Override
        public ByteBuffer target(long offset, int lengthBytes) {
            return ByteBuffer.wrap(bytes).slice((int) offset, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void filled(long offset, ByteBuffer target) {
            // It is in the array already.
        }

        @Override
        public void dropped(ByteBuffer target) {
            // The array is given up with the sink.
        }

        @Override
        public boolean isCommitted() {
            return false;
        }
    }
}
