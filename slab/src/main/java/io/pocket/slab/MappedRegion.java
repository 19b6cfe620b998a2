package io.pocket.slab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of any size mapped into memory, shared, read and write. The file is sparse: blocks are taken from the file
 * system when bytes are first written.
 *
 * <p>A {@link ByteBuffer} ends at 2 GiB, so the region is also seen through overlapping <em>windows</em>: window
 * <i>i</i> begins at <i>i</i> GiB and ends 4 KiB before <i>i</i> + 2 GiB. Each extent of at most 1 GiB - 4 KiB lies inside
 * the window in which it begins.
 *
 * <p>Buffers are little-endian and valid until {@link #close}. The owner must have stopped every use of them by other
 * threads or by the kernel before it closes: an access after that throws in Java, but is a crash in native code.
 */
public final class MappedRegion implements AutoCloseable {

    private static final int WINDOW_SHIFT = 30;
    private static final long WINDOW_STRIDE = 1L << WINDOW_SHIFT;
    /** A segment of Integer.MAX_VALUE bytes is refused as a buffer; a whole number of pages is not. */
    private static final long WINDOW_LENGTH_MAX = 2 * WINDOW_STRIDE - 4096;

    private final Path path;
    private final Arena arena;
    private final MemorySegment segment;
    private final ByteBuffer[] windows;
    private final boolean created;

    private MappedRegion(Path path, Arena arena, MemorySegment segment, boolean created) {
        this.path = path;
        this.arena = arena;
        this.segment = segment;
        this.created = created;
        windows = windowsOf(segment);
    }

    /**
     * Maps a file, which is created with this size if it is absent.
     *
     * <p>A new file is refused unless the file system has room for all of it now: a mapping cannot report "disk full"
     * later, the process would get SIGBUS. An existing file passed that check when it was made.
     *
     * @throws NoRoomException if the file system is too small
     * @throws IOException if the file exists with another size, or cannot be made or mapped
     */
    public static MappedRegion open(Path path, long sizeBytes) throws IOException {
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("sizeBytes " + sizeBytes + " is not positive");
        }
        boolean absent = Files.notExists(path);
        if (absent) {
            create(path, sizeBytes);
        } else {
            requireSize(path, sizeBytes);
        }
        return map(path, sizeBytes, absent);
    }

    private static MappedRegion map(Path path, long sizeBytes, boolean created) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MappedRegion(path, arena, channel.map(MapMode.READ_WRITE, 0, sizeBytes, arena), created);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            arena.close();
            throw e;
        }
    }

    private static void create(Path path, long sizeBytes) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        FileStore store = Files.getFileStore(directory);
        long usable = store.getUsableSpace();
        if (usable < sizeBytes) {
            throw new NoRoomException(path + " needs " + sizeBytes + " bytes, but its file system (" + store
                    + ") has only " + usable + " left; choose a smaller capacity or another directory,"
                    + " or enlarge the file system (tmpfs: mount -o remount,size=…)");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // Writing the last byte gives the file its size and leaves the rest a hole.
            channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
    }

    private static void requireSize(Path path, long sizeBytes) throws IOException {
        long found = Files.size(path);
        if (found != sizeBytes) {
            throw new IOException(path + " has " + found + " bytes, not the configured " + sizeBytes
                    + "; configure its former size, or remove the file (its contents are lost then)");
        }
    }

    private static ByteBuffer[] windowsOf(MemorySegment segment) {
        int count = (int) ((segment.byteSize() + WINDOW_STRIDE - 1) >>> WINDOW_SHIFT);
        ByteBuffer[] windows = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long start = (long) i << WINDOW_SHIFT;
            long length = Math.min(WINDOW_LENGTH_MAX, segment.byteSize() - start);
            windows[i] = segment.asSlice(start, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        return windows;
    }

    /**
     * The window in which an offset lies, shared by all callers: for absolute access at {@link #indexInWindow}. Its
     * position and limit must not be changed.
     */
    public ByteBuffer window(long offset) {
        return windows[windowNumber(offset)];
    }

    /** Which window an offset lies in, from 0 on. */
    public int windowNumber(long offset) {
        return (int) (offset >>> WINDOW_SHIFT);
    }

    /** How many windows there are. */
    public int windows() {
        return windows.length;
    }

    /** Where in {@link #window} an offset lies. */
    public int indexInWindow(long offset) {
        return (int) (offset & (WINDOW_STRIDE - 1));
    }

    /**
     * A buffer of its own over part of the region.
     *
     * @param lengthBytes at most 1 GiB - 4 KiB
     */
    public ByteBuffer slice(long offset, int lengthBytes) {
        return window(offset).slice(indexInWindow(offset), lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The whole region. */
    public MemorySegment segment() {
        return segment;
    }

    /** Size in bytes. */
    public long sizeBytes() {
        return segment.byteSize();
    }

    /** Whether {@link #open} made the file, which means that all of it is zero. */
    public boolean created() {
        return created;
    }

    /** Path of the mapped file, for messages. */
    public String name() {
        return path.toString();
    }

    /**
     * Writes what was stored to the disk; may take as long as the disk needs for it.
     *
     * @throws IOException if the disk failed
     */
    public void force() throws IOException {
        try {
            segment.force();
        } catch (UncheckedIOException e) {
            throw new IOException("forcing " + path + " to the disk failed: " + e.getMessage(), e);
        }
    }

    /** Unmaps; the file stays. */
    @Override
    public void close() {
        arena.close();
    }
}
