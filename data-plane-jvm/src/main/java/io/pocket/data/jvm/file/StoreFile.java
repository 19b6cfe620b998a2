package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file, open twice where it can be: past the page cache for whole blocks, and through it for ragged edges. Linux keeps
 * the two coherent: a direct transfer first writes back, and then drops, what the cache holds of its range.
 *
 * <p><strong>Late writes.</strong> A transfer of a killed process may still be under way in the kernel when the next process
 * begins; it would overwrite an extent that is used anew. So each descriptor holds a lock of the file, flock(2), which the
 * kernel lets go only with the last transfer that uses the descriptor; the next process begins by waiting for that.
 */
public final class StoreFile implements AutoCloseable {

    /** What direct transfers are multiples of; no usual disk asks for more. */
    static final int BLOCK_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int DIRECT = "aarch64".equals(System.getProperty("os.arch")) ? 0x10000 : 0x4000;
    private static final int LOCK_SHARED = 1;
    private static final int LOCK_EXCLUSIVE = 2;
    private static final int LOCK_NOT_BLOCKING = 4;
    private static final int NONE = -1;

    private static final Duration LATE_WRITES_DEADLINE = Duration.ofSeconds(30);
    private static final long LOCK_RETRY_MILLIS = 10;

    private final Libc libc;
    private final int buffered;
    private final int direct;

    private StoreFile(Libc libc, int buffered, int direct) {
        this.libc = libc;
        this.buffered = buffered;
        this.direct = direct;
    }

    /**
     * Makes a file with all its space, for somebody else to open.
     *
     * @throws IOException if the file system is too small, or the file is there already with another size
     */
    public static void make(Path file, long sizeBytes) throws IOException {
        open(file, sizeBytes, false).close();
    }

    /**
     * Opens the file, which is made and given all its space if it is absent.
     *
     * @param wantDirect whether to go past the page cache if the file system allows it
     * @throws IOException if the file system is too small, or the file has another size or cannot be opened, or a former process still writes to it
     */
    static StoreFile open(Path file, long sizeBytes, boolean wantDirect) throws IOException {
        boolean absent = Files.notExists(file);
        if (!absent) {
            requireSize(file, sizeBytes);
        }
        try {
            if (absent) {
                requireRoom(file, sizeBytes);
                setSize(file, sizeBytes);
            }
            return open(new Libc(), file, sizeBytes, absent, wantDirect);
        } catch (IOException e) {
            if (absent) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    private static StoreFile open(Libc libc, Path file, long sizeBytes, boolean absent, boolean wantDirect)
            throws IOException {
        int buffered = (int) Libc.require("opening " + file, libc.open(file, READ_WRITE | CLOSE_ON_EXEC));
        try {
            awaitLateWrites(libc, buffered, file);
            if (absent) {
                takeSpace(libc, buffered, file, sizeBytes);
            }
            int direct = wantDirect ? openDirect(libc, file) : NONE;
            return new StoreFile(libc, buffered, direct);
        } catch (IOException e) {
            libc.close(buffered);
            throw e;
        }
    }

    private static void requireSize(Path file, long sizeBytes) throws IOException {
        long found = Files.size(file);
        if (found != sizeBytes) {
            throw new IOException(file + " has " + found + " bytes, not the configured " + sizeBytes
                    + "; configure its former size, or remove the file (its contents are lost then)");
        }
    }

    /** Looks first: fallocate(2) would fill the file system up, and its other users would suffer, before it fails. */
    private static void requireRoom(Path file, long sizeBytes) throws IOException {
        long usable = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (usable < sizeBytes) {
            throw noRoom(file, sizeBytes);
        }
    }

    private static IOException noRoom(Path file, long sizeBytes) {
        return new IOException(file + " needs " + sizeBytes + " bytes, more than its file system has left;"
                + " choose a smaller capacity or another directory");
    }

    private static void setSize(Path file, long sizeBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
    }

    private static void takeSpace(Libc libc, int descriptor, Path file, long sizeBytes) throws IOException {
        int answer = libc.fallocate(descriptor, sizeBytes);
        if (answer == -Errno.ENOSPC) {
            throw noRoom(file, sizeBytes);
        }
        if (answer == -Errno.EOPNOTSUPP) {
            LOG.warn("the file system of {} cannot set space aside: writes fail when it is full", file);
            return;
        }
        Libc.require("setting space aside for " + file, answer);
    }

    private static void awaitLateWrites(Libc libc, int descriptor, Path file) throws IOException {
        long deadline = System.nanoTime() + LATE_WRITES_DEADLINE.toNanos();
        int answer = libc.flock(descriptor, LOCK_EXCLUSIVE | LOCK_NOT_BLOCKING);
        while (answer == -Errno.EAGAIN && System.nanoTime() < deadline) {
            pause();
            answer = libc.flock(descriptor, LOCK_EXCLUSIVE | LOCK_NOT_BLOCKING);
        }
        if (answer == -Errno.EAGAIN) {
            throw new IOException(
                    file + " is still being written by a former process: wait for its end, or for the" + " device");
        }
        Libc.require("locking " + file, answer);
        Libc.require("locking " + file, libc.flock(descriptor, LOCK_SHARED));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOCK_RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a former process", e);
        }
    }

    /** The descriptor; or {@link #NONE} where a direct read is not possible. */
    private static int openDirect(Libc libc, Path file) throws IOException {
        int descriptor = libc.open(file, READ_WRITE | CLOSE_ON_EXEC | DIRECT);
        if (descriptor < 0) {
            return NONE;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(BLOCK_BYTES, BLOCK_BYTES);
            if (libc.pread(descriptor, block, 0) == BLOCK_BYTES) {
                Libc.require("locking " + file, libc.flock(descriptor, LOCK_SHARED));
                return descriptor;
            }
        }
        libc.close(descriptor);
        return NONE;
    }

    boolean hasDirect() {
        return direct != NONE;
    }

    /** The descriptor to use. */
    int descriptor(boolean wholeBlocks) {
        return wholeBlocks && hasDirect() ? direct : buffered;
    }

    /** Has what was written outlive a restart of the machine. */
    void force() throws IOException {
        Libc.require("forcing the chunk file to the disk", libc.fsync(buffered));
    }

    @Override
    public void close() {
        libc.close(buffered);
        if (hasDirect()) {
            libc.close(direct);
        }
    }
}
