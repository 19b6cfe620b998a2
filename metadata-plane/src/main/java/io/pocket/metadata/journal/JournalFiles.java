package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names in the journal's directory, and the steps that make a new name survive a power cut. */
final class JournalFiles {
    private static final String TEMPORARY = ".tmp";
    private static final Pattern SEGMENT = Pattern.compile("segment-([0-9a-f]{16})");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot-([0-9a-f]{16})");

    private final Path directory;

    JournalFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path meta() {
        return directory.resolve("META");
    }

    Path lock() {
        return directory.resolve("LOCK");
    }

    Path segment(long index) {
        return directory.resolve(String.format("segment-%016x", index));
    }

    Path snapshot(long lsn) {
        return directory.resolve(String.format("snapshot-%016x", lsn));
    }

    static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + TEMPORARY);
    }

    /** Segments by index, lowest first. */
    NavigableMap<Long, Path> segments() throws IOException {
        return numbered(SEGMENT);
    }

    /** Snapshots by LSN, lowest first. */
    NavigableMap<Long, Path> snapshots() throws IOException {
        return numbered(SNAPSHOT);
    }

    private NavigableMap<Long, Path> numbered(Pattern pattern) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        for (Path file : list()) {
            Matcher name = pattern.matcher(file.getFileName().toString());
            if (name.matches()) {
                found.put(Long.parseUnsignedLong(name.group(1), 16), file);
            }
        }
        return found;
    }

    /** Removes what was being written when a process ended. */
    void deleteTemporaries() throws IOException {
        for (Path file : list()) {
            if (file.getFileName().toString().endsWith(TEMPORARY)) {
                Files.delete(file);
            }
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Gives a finished, forced temporary file its name, so that after a power cut either the old or the new content is there. */
    void publish(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    /** Names are safe only when the directory is. */
    void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes the snapshots below this LSN. */
    void deleteSnapshotsBelow(long lsn) throws IOException {
        List<Path> old = new ArrayList<>();
        for (Map.Entry<Long, Path> snapshot : snapshots().headMap(lsn).entrySet()) {
            old.add(snapshot.getValue());
        }
        deleteAll(old);
    }

    void deleteAll(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    List<Path> snapshotsNewestFirst() throws IOException {
        List<Path> newestFirst = new ArrayList<>(snapshots().values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }
}
