package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Streams a snapshot to a temporary file; {@link FileJournal} installs it. */
final class FileSnapshotOutput implements SnapshotOutput {
    private static final int BUFFER_BYTES = 256 << 10;

    private final FileJournal journal;
    private final long lsn;
    private final int maxRecordBytes;
    private final Path temporary;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = newBuffer(BUFFER_BYTES);
    private ByteBuffer window = buffer.duplicate();
    private long writtenBytes;
    private long count;
    private boolean ended;

    FileSnapshotOutput(FileJournal journal, long logId, long lsn, int maxRecordBytes, Path temporary)
            throws IOException {
        this.journal = journal;
        this.lsn = lsn;
        this.maxRecordBytes = maxRecordBytes;
        this.temporary = temporary;
        this.channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        SnapshotFormat.putHeader(buffer, logId, lsn);
    }

    @Override
    public long lsn() {
        return lsn;
    }

    @Override
    public void put(ByteBuffer head, ByteBuffer tail) throws IOException {
        int length = head.remaining() + tail.remaining();
        RecordFormat.checkLength(length, maxRecordBytes);
        int framed = (int) RecordFormat.framedLength(length);
        makeRoom(framed);
        int start = buffer.position();
        buffer.putLong(start + framed - Long.BYTES, 0);
        RecordFormat.write(buffer, window, crc, start, count + 1, head, tail);
        buffer.position(start + framed);
        count++;
    }

    @Override
    public void commit() throws IOException {
        makeRoom(SnapshotFormat.FOOTER_LENGTH);
        long sizeBytes = writtenBytes + buffer.position() + SnapshotFormat.FOOTER_LENGTH;
        SnapshotFormat.putFooter(buffer, count, sizeBytes);
        drain();
        ended = true;
        journal.install(this, sizeBytes);
    }

    /** The helper's part: everything on the medium, the file closed. */
    Path finish() throws IOException {
        channel.force(true);
        channel.close();
        return temporary;
    }

    /** Gives the file up, from either thread. */
    void abandon() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            journal.abandoned(this);
        }
    }

    private void makeRoom(int length) throws IOException {
        if (buffer.remaining() >= length) {
            return;
        }
        drain();
        if (buffer.capacity() < length) {
            buffer = newBuffer(length);
            window = buffer.duplicate();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        writtenBytes += buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private static ByteBuffer newBuffer(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
