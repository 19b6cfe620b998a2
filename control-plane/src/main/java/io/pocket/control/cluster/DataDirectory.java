package io.pocket.control.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory that keeps the controller's state. One process at a time has it. */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE_NAME = "controller.lock";

    /** About a second's registrations: compaction costs little against them. */
    private static final int COMPACT_AT_LEAST_LINES = 1_000;

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Makes the directory where there is none and takes its lock.
     *
     * @throws RepositoryException it cannot be written, or another process has it
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new RepositoryException(
                    "The controller cannot write its data directory " + path.toAbsolutePath() + ": " + e,
                    "Give this user the directory, or name another with pocket.controller.data-dir",
                    e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK_FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new RepositoryException(
                    "Another controller uses the data directory " + path.toAbsolutePath(),
                    "Stop that controller, or name another directory with pocket.controller.data-dir",
                    null);
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** The repository of this directory. */
    public ClusterRepository repository() {
        return new JournalRepository(path, new JournalCodec(), COMPACT_AT_LEAST_LINES);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
