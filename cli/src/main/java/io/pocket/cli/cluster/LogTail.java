package io.pocket.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
final class LogTail {

    private static final int TAIL_BYTES = 16 << 10;

    private LogTail() {}

    /** The last {@code lines} lines, or a line that says why they cannot be read. Lines further than 16 KiB from the end are left out. */
    static List<String> of(Path log, int lines) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            List<String> all = end(file).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(no log: " + e.getMessage() + ")");
        }
    }

    private static String end(RandomAccessFile file) throws IOException {
        long start = Math.max(0, file.length() - TAIL_BYTES);
        byte[] bytes = new byte[(int) (file.length() - start)];
        file.seek(start);
        file.readFully(bytes);
        return new String(bytes, UTF_8);
    }
}
