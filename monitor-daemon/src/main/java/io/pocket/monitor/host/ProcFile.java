package io.pocket.monitor.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a kernel file at once, so that its lines belong to one moment. */
final class ProcFile {
    /** /proc/stat of a machine with thousands of interrupts stays well below. */
    private static final int LENGTH_BYTES_MAX = 4 << 20;

    private ProcFile() {}

    /** The lines; none when there is no such file, for a kernel may be built without it. */
    static List<String> lines(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LENGTH_BYTES_MAX), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new HostReadException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
