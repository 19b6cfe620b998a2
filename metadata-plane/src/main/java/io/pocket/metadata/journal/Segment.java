package io.pocket.metadata.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/**
 * One file of the log, mapped from its making until it is full and safe. The owner appends; a helper may force what the owner has finished, and unmaps
 * it once neither will touch its bytes: a full segment takes no memory of the process.
 */
final class Segment implements AutoCloseable {
    private final Path file;
    private final long index;
    private final Arena arena;
    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private final ByteBuffer window;
    private final CRC32C crc = new CRC32C();

    private final AtomicBoolean unmapped = new AtomicBoolean();

    private int end = SegmentHeader.LENGTH;
    private long firstLsn;
    private Segment next;

    private Segment(Path file, long index, Arena arena, MemorySegment memory) {
        this.file = file;
        this.index = index;
        this.arena = arena;
        this.memory = memory;
        this.bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.window = bytes.duplicate();
    }

    /**
     * Makes a blank segment; a file that could not be finished is deleted.
     *
     * @param force whether its blocks must be on the medium before it is used
     */
    static Segment create(JournalFiles files, long index, int lengthBytes, Medium medium, boolean force)
            throws IOException {
        Path file = files.segment(index);
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            medium.fill(channel, lengthBytes);
            if (force) {
                channel.force(true);
                files.forceDirectory();
            }
            return map(file, index, channel);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    static Segment open(Path file, long index) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return map(file, index, channel);
        }
    }

    private static Segment map(Path file, long index, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new Segment(
                    file, index, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long index() {
        return index;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** The segment that follows, or null: set by the owner before it publishes a position in it. */
    Segment next() {
        return next;
    }

    void setNext(Segment following) {
        this.next = following;
    }

    /** Offset behind the last record. */
    int end() {
        return end;
    }

    /** LSN of its first record, also when it is no longer mapped. */
    long firstLsn() {
        return firstLsn;
    }

    void begin(long logId, long first, long acknowledgedLsn) {
        firstLsn = first;
        SegmentHeader.write(bytes, logId, index, first, acknowledgedLsn);
    }

    /**
     * Recovery: reads the header of a segment that was used.
     *
     * @return LSN up to which the log was durable when this was written last
     */
    long check(long logId) throws JournalCorruptException {
        SegmentHeader.check(bytes, logId, index, file);
        firstLsn = SegmentHeader.firstLsn(bytes);
        return SegmentHeader.acknowledgedLsn(bytes);
    }

    boolean hasRoom(int payloadLength) {
        return RecordFormat.framedLength(payloadLength) <= bytes.capacity() - end;
    }

    void append(long lsn, ByteBuffer head, ByteBuffer tail) {
        RecordFormat.write(bytes, window, crc, end, lsn, head, tail);
        end += (int) RecordFormat.framedLength(head.remaining() + tail.remaining());
    }

    /** Recovery: the payload of the record with this LSN at the end, past which the end moves; null when there is none. */
    ByteBuffer takeRecord(long lsn) {
        int length = RecordFormat.validLength(bytes, window, crc, end, bytes.capacity(), lsn);
        if (length < 0) {
            return null;
        }
        ByteBuffer record = bytes.slice(end + RecordFormat.HEADER_LENGTH, length)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        end = (int) Math.min(bytes.capacity(), end + RecordFormat.framedLength(length));
        return record;
    }

    /** Recovery: removes what a crash may have left behind the end, or a later record could be taken for a new one. */
    void clearTail() {
        MemorySegment tail = memory.asSlice(end);
        if (!isZero(tail)) {
            tail.fill((byte) 0);
            tail.force();
        }
    }

    private static boolean isZero(MemorySegment memory) {
        ByteBuffer view = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        while (view.remaining() >= Long.BYTES) {
            if (view.getLong() != 0) {
                return false;
            }
        }
        while (view.hasRemaining()) {
            if (view.get() != 0) {
                return false;
            }
        }
        return true;
    }

    /** Waits until the bytes in this range are on the medium. */
    void force(int from, int to) {
        if (to > from) {
            memory.asSlice(from, to - from).force();
        }
    }

    void acknowledge(long lsn) {
        SegmentHeader.acknowledge(bytes, lsn);
    }

    /** Unmaps it. Harmless when it is not mapped any more; any thread. */
    @Override
    public void close() {
        if (unmapped.compareAndSet(false, true)) {
            arena.close();
        }
    }
}
