package io.pocket.cli.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;

/**
 * The private folder (mode 700) of one cluster: slabs, journals, keys, logs. In the memory file system if that has room.
 *
 * <p>Removed by {@link #close()}. Should this process be killed with {@code kill -9}, a small shell removes it: it waits
 * for the end of its standard input, a pipe of which this process holds the other end.
 */
public final class RunDirectory implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final List<Path> TEMPORARY =
            List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/var/tmp"));
    private static final Duration DELETE_DEADLINE = Duration.ofSeconds(5);

    /** $1: the folder. Signals sent to the whole terminal group must not end it before its parent has ended. */
    private static final String JANITOR = """
            trap '' HUP INT TERM
            while read -r _; do :; done
            for _ in 1 2 3 4 5; do
              rm -rf -- "$1"
              [ -e "$1" ] || exit 0
              sleep 1
            done
            """;

    private final Path path;
    private final Process janitor;

    private RunDirectory(Path path, Process janitor) {
        this.path = path;
        this.janitor = janitor;
    }

    /**
     * Creates a folder in the memory file system if {@code neededBytes} are free there, else in the temporary folder.
     *
     * @throws ClusterException if neither has room
     */
    public static RunDirectory create(long neededBytes) {
        return createIn(List.of(MEMORY, Path.of(System.getProperty("java.io.tmpdir"))), neededBytes);
    }

    /**
     * Creates a folder on a disk: in the temporary folder, or {@code /var/tmp} if that is a memory file system.
     *
     * @throws ClusterException if neither has {@code neededBytes} free
     */
    public static RunDirectory createOnDisk(long neededBytes) {
        List<Path> disks =
                TEMPORARY.stream().filter(folder -> !isMemory(folder)).toList();
        return createIn(disks.isEmpty() ? TEMPORARY : disks, neededBytes);
    }

    private static boolean isMemory(Path folder) {
        try {
            return Files.getFileStore(folder).type().equals("tmpfs");
        } catch (IOException e) {
            // Nothing can be put there either.
            return true;
        }
    }

    static RunDirectory createIn(List<Path> candidates, long neededBytes) {
        try {
            Path path = Files.createTempDirectory(firstWithRoom(candidates, neededBytes), "pocket-");
            Files.createDirectory(path.resolve("logs"));
            return new RunDirectory(path, startJanitor(path));
        } catch (IOException e) {
            throw new ClusterException("cannot create a run directory: " + e.getMessage(), e);
        }
    }

    /** Where everything of the cluster is. */
    public Path path() {
        return path;
    }

    /** Where its processes log to. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** Whether it is in the memory file system, as DRAM slabs should be. */
    public boolean isInMemory() {
        return path.startsWith(MEMORY);
    }

    /** Removes the folder with all in it. The processes that use it must have ended. */
    @Override
    public void close() {
        if (!Poll.until(this::deleted, DELETE_DEADLINE)) {
            throw new ClusterException("cannot remove " + path + ": remove it by hand");
        }
        dismissJanitor();
    }

    private boolean deleted() {
        try {
            Files.walkFileTree(path, new Deleter());
            return true;
        } catch (NoSuchFileException e) {
            return !Files.exists(path);
        } catch (IOException e) {
            return false;
        }
    }

    private void dismissJanitor() {
        try {
            janitor.getOutputStream().close();
        } catch (IOException e) {
            janitor.destroyForcibly();
        }
    }

    private static Path firstWithRoom(List<Path> candidates, long neededBytes) throws IOException {
        for (Path candidate : candidates) {
            if (Files.isWritable(candidate) && Files.getFileStore(candidate).getUsableSpace() > neededBytes) {
                return candidate;
            }
        }
        throw new ClusterException("the cluster needs " + (neededBytes >> 20) + " MiB, which are free in none of "
                + candidates + ": free some, or ask for less with --capacity");
    }

    private static Process startJanitor(Path path) throws IOException {
        return new ProcessBuilder("sh", "-c", JANITOR, "janitor", path.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
