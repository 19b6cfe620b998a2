package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * Streams a snapshot to a temporary file; {@link FileJournal} installs it. The owner fills buffers, a helper thread writes them: the owner never
 * waits for the medium. A medium that falls behind by {@value #BUFFERS_MAX} buffers ends the snapshot.
 */
final class FileSnapshotOutput implements SnapshotOutput {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int BUFFERS_BEHIND = 8;
    private static final int BUFFERS_MAX = 128;

    private final FileJournal journal;
    private final ExecutorService helper;
    private final long lsn;
    private final int maxRecordBytes;
    private final Path temporary;
    private final CRC32C crc = new CRC32C();
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private volatile IOException failure;

    /** The helper's. */
    private FileChannel channel;

    private ByteBuffer buffer = newBuffer(BUFFER_BYTES);
    private ByteBuffer window = buffer.duplicate();
    private long handedOverBytes;
    private long count;
    private boolean ended;

    /** @param helper one thread, which ends what it was given before it ends */
    FileSnapshotOutput(
            FileJournal journal, ExecutorService helper, long logId, long lsn, int maxRecordBytes, Path temporary) {
        this.journal = journal;
        this.helper = helper;
        this.lsn = lsn;
        this.maxRecordBytes = maxRecordBytes;
        this.temporary = temporary;
        SnapshotFormat.putHeader(buffer, logId, lsn);
        helper.execute(this::open);
    }

    private void open() {
        try {
            channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public long lsn() {
        return lsn;
    }

    @Override
    public boolean isBehind() {
        return unwritten.get() >= BUFFERS_BEHIND;
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
        long sizeBytes = handedOverBytes + buffer.position() + SnapshotFormat.FOOTER_LENGTH;
        SnapshotFormat.putFooter(buffer, count, sizeBytes);
        handOver();
        ended = true;
        journal.install(this, sizeBytes);
    }

    /** The helper's part: everything on the medium, the file closed. */
    Path finish() throws IOException {
        requireSound();
        channel.force(true);
        channel.close();
        return temporary;
    }

    /** Gives the file up; the helper's. */
    void abandon() throws IOException {
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(temporary);
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            journal.abandoned(this);
        }
    }

    private void requireSound() throws IOException {
        if (failure != null) {
            throw new IOException(temporary + " could not be written: " + failure.getMessage(), failure);
        }
    }

    private void makeRoom(int length) throws IOException {
        if (buffer.remaining() >= length) {
            return;
        }
        handOver();
        ByteBuffer next = spare.poll();
        buffer = next == null || next.capacity() < length ? newBuffer(Math.max(length, BUFFER_BYTES)) : next;
        window = buffer.duplicate();
    }

    private void handOver() throws IOException {
        requireSound();
        if (unwritten.incrementAndGet() > BUFFERS_MAX) {
            throw new IOException(temporary + " is written more slowly than the shard changes: " + BUFFERS_MAX
                    + " buffers wait for the medium");
        }
        ByteBuffer full = buffer.flip();
        handedOverBytes += full.remaining();
        try {
            helper.execute(() -> write(full));
        } catch (RejectedExecutionException e) {
            throw new IOException("the journal was closed while " + temporary + " was written", e);
        }
    }

    private void write(ByteBuffer full) {
        try {
            while (failure == null && full.hasRemaining()) {
                channel.write(full);
            }
        } catch (IOException e) {
            failure = e;
        }
        spare.add(full.clear());
        unwritten.decrementAndGet();
    }

    private static ByteBuffer newBuffer(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
