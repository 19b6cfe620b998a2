package io.pocket.protocol.counters;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Counters of one node process in a small mapped file: one writing thread, any number of reading processes.
 *
 * <pre>
 *   0       4         6       8         16            24     32           64
 *   +-------+---------+-------+---------+-------------+------+------------+---------------------+
 *   | magic | version | count | node id | incarnation | pid  | started at | u64 per NodeCounter |
 *   +-------+---------+-------+---------+-------------+------+------------+---------------------+
 * </pre>
 *
 * A restarted node replaces the file, so a reader that mapped the former one sees it stand still: compare {@link #pid} after opening anew.
 */
public final class CounterFile {
    private static final int MAGIC = 0x43544b50; // "PKTC"
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = 4;
    private static final int COUNT_OFFSET = 6;
    private static final int NODE_ID_OFFSET = 8;
    private static final int INCARNATION_OFFSET = 16;
    private static final int PID_OFFSET = 24;
    private static final int STARTED_AT_OFFSET = 32;
    private static final int VALUES_OFFSET = 64;
    private static final NodeCounter[] COUNTERS = NodeCounter.values();
    private static final int LENGTH = VALUES_OFFSET + COUNTERS.length * Long.BYTES;
    private static final VarHandle VALUE = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedByteBuffer file;
    private final int count;

    private CounterFile(MappedByteBuffer file, int count) {
        this.file = file;
        this.count = count;
    }

    /** Makes the file anew with all counters 0, for the one writing thread; an older file of that name is replaced atomically. */
    public static CounterFile create(Path path, int nodeId, long incarnation, long startedAtMillis) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        MappedByteBuffer file = map(
                fresh,
                FileChannel.MapMode.READ_WRITE,
                LENGTH,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        file.putInt(0, MAGIC);
        file.putShort(VERSION_OFFSET, (short) VERSION);
        file.putShort(COUNT_OFFSET, (short) COUNTERS.length);
        file.putInt(NODE_ID_OFFSET, nodeId);
        file.putLong(INCARNATION_OFFSET, incarnation);
        file.putLong(PID_OFFSET, ProcessHandle.current().pid());
        file.putLong(STARTED_AT_OFFSET, startedAtMillis);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new CounterFile(file, COUNTERS.length);
    }

    /**
     * Opens a node's file for reading.
     *
     * @throws IOException if it is missing or no counters file of this version
     */
    public static CounterFile open(Path path) throws IOException {
        long length = Files.size(path);
        if (length < VALUES_OFFSET || length > 1 << 20) {
            throw new IOException(path + " is no counters file: it has " + length + " bytes");
        }
        MappedByteBuffer file = map(path, FileChannel.MapMode.READ_ONLY, (int) length, StandardOpenOption.READ);
        int count = file.getShort(COUNT_OFFSET) & 0xffff;
        if (file.getInt(0) != MAGIC || file.getShort(VERSION_OFFSET) != VERSION) {
            throw new IOException(path + " is no counters file of version " + VERSION);
        }
        if (VALUES_OFFSET + count * Long.BYTES > length) {
            throw new IOException(path + " is cut short");
        }
        return new CounterFile(file, count);
    }

    private static MappedByteBuffer map(Path path, FileChannel.MapMode mode, int length, OpenOption... options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, options)) {
            MappedByteBuffer file = channel.map(mode, 0, length);
            file.order(ByteOrder.LITTLE_ENDIAN);
            return file;
        }
    }

    public int nodeId() {
        return file.getInt(NODE_ID_OFFSET);
    }

    public long incarnation() {
        return file.getLong(INCARNATION_OFFSET);
    }

    public long pid() {
        return file.getLong(PID_OFFSET);
    }

    /** Wall clock at which the node process began to count. */
    public long startedAtMillis() {
        return file.getLong(STARTED_AT_OFFSET);
    }

    /** The counter's value; 0 when the node is older than the counter. Any thread or process. */
    public long get(NodeCounter counter) {
        return counter.index() < count ? (long) VALUE.getAcquire((ByteBuffer) file, offset(counter)) : 0;
    }

    /** Writing thread only. */
    public void set(NodeCounter counter, long value) {
        VALUE.setRelease((ByteBuffer) file, offset(counter), value);
    }

    /** Writing thread only. */
    public void add(NodeCounter counter, long delta) {
        int offset = offset(counter);
        VALUE.setRelease((ByteBuffer) file, offset, file.getLong(offset) + delta);
    }

    private static int offset(NodeCounter counter) {
        return VALUES_OFFSET + counter.index() * Long.BYTES;
    }
}
