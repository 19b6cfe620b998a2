package io.pocket.metadata.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads a snapshot through a buffer that grows to its longest record. */
final class SnapshotFile {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path file;
    private final long logId;
    private final long lsn;

    SnapshotFile(Path file, long logId, long lsn) {
        this.file = file;
        this.logId = logId;
        this.lsn = lsn;
    }

    /** Takes one record's payload, borrowed for the call. */
    @FunctionalInterface
    interface RecordConsumer {
        void accept(ByteBuffer record) throws IOException;
    }

    /** Whether every byte is as it was written. */
    boolean isValid() throws IOException {
        return read(record -> {});
    }

    /** Shows the records until the end or the first damaged one; false in the latter case. */
    boolean read(RecordConsumer consumer) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reading(channel).run(consumer);
        }
    }

    /** One pass over the file. */
    private final class Reading {
        private final FileChannel channel;
        private final long sizeBytes;
        private final CRC32C crc = new CRC32C();
        private ByteBuffer buffer = newBuffer(BUFFER_BYTES);
        private ByteBuffer window = buffer.duplicate();
        private long count;

        Reading(FileChannel channel) throws IOException {
            this.channel = channel;
            this.sizeBytes = channel.size();
            buffer.limit(0);
        }

        boolean run(RecordConsumer consumer) throws IOException {
            if (!has(SnapshotFormat.HEADER_LENGTH) || !SnapshotFormat.isHeader(buffer, buffer.position(), logId, lsn)) {
                return false;
            }
            skip(SnapshotFormat.HEADER_LENGTH);
            while (has(RecordFormat.HEADER_LENGTH)) {
                int length = buffer.getInt(buffer.position());
                if (length == SnapshotFormat.FOOTER_MARK) {
                    return isEnd();
                }
                if (!takeRecord(length, consumer)) {
                    return false;
                }
            }
            return false;
        }

        private boolean isEnd() throws IOException {
            return has(SnapshotFormat.FOOTER_LENGTH)
                    && SnapshotFormat.isFooter(buffer, buffer.position(), count, sizeBytes)
                    && position() + SnapshotFormat.FOOTER_LENGTH == sizeBytes;
        }

        private boolean takeRecord(int length, RecordConsumer consumer) throws IOException {
            long framed = RecordFormat.framedLength(length);
            if (length < 1 || framed > Math.min(Integer.MAX_VALUE, sizeBytes - position()) || !has((int) framed)) {
                return false;
            }
            int start = buffer.position();
            if (RecordFormat.validLength(buffer, window, crc, start, start + (int) framed, count + 1) != length) {
                return false;
            }
            consumer.accept(buffer.slice(start + RecordFormat.HEADER_LENGTH, length)
                    .asReadOnlyBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN));
            count++;
            skip((int) framed);
            return true;
        }

        private long position() throws IOException {
            return channel.position() - buffer.remaining();
        }

        private void skip(int length) {
            buffer.position(buffer.position() + length);
        }

        /** Makes sure that this many bytes are in the buffer; false when the file ends before. */
        private boolean has(int length) throws IOException {
            if (buffer.remaining() >= length) {
                return true;
            }
            if (length > sizeBytes - position()) {
                return false;
            }
            refill(length);
            return true;
        }

        private void refill(int length) throws IOException {
            ByteBuffer target = buffer.capacity() >= length ? buffer : newBuffer(length);
            if (buffer.capacity() >= length) {
                buffer.compact();
            } else {
                target.put(buffer);
            }
            while (target.position() < length) {
                if (channel.read(target) < 0) {
                    throw new EOFException(file + " became shorter while it was read");
                }
            }
            buffer = target.flip();
            window = buffer.duplicate();
        }

        private static ByteBuffer newBuffer(int length) {
            return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
