package io.pocket.control.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One append-only file of events, replaced by a compact one when most of it is dead.
 *
 * <p>A batch of events is one line ({@link JournalCodec}), written and forced before {@link #append} returns, so a crash
 * leaves at most one torn line, the last, which nobody was told of. The compact file is written beside the journal,
 * forced, and renamed over it.
 */
final class JournalRepository implements ClusterRepository {

    private static final String FILE_NAME = "cluster.journal";
    private static final int COMPACT_AT_DEAD_FACTOR = 2;

    private final Path file;
    private final JournalCodec codec;
    private final int compactAtLeastLines;
    private FileChannel channel;
    private int lines;

    /**
     * Keeps its file in {@code directory}, which exists and belongs to this process alone.
     *
     * @param compactAtLeastLines a shorter journal is not worth compacting
     */
    JournalRepository(Path directory, JournalCodec codec, int compactAtLeastLines) {
        this.compactAtLeastLines = compactAtLeastLines;
        this.file = directory.resolve(FILE_NAME);
        this.codec = codec;
    }

    @Override
    public ClusterState load() {
        try {
            ClusterState loaded = Files.exists(file) ? replay() : ClusterState.EMPTY;
            compact(loaded);
            return loaded;
        } catch (IOException e) {
            throw failure("could not be read", e);
        }
    }

    private ClusterState replay() throws IOException {
        ClusterState.Builder builder = new ClusterState.Builder();
        codec.decode(file, builder::apply);
        return builder.build();
    }

    @Override
    public void append(List<ClusterEvent> events, ClusterState after) {
        try {
            if (isMostlyDead(after)) {
                compact(after);
            } else {
                appendLine(codec.encode(events));
            }
        } catch (IOException e) {
            throw failure("could not be written", e);
        }
    }

    private boolean isMostlyDead(ClusterState after) {
        int live = after.jobs().size()
                + after.nodes().size()
                + after.departedNodes().size()
                + after.shards().size()
                + after.tombstones().size();
        return lines >= compactAtLeastLines && lines >= COMPACT_AT_DEAD_FACTOR * live;
    }

    private void appendLine(ByteBuffer line) throws IOException {
        long lineOffset = channel.position();
        try {
            writeFully(channel, line);
            channel.force(false);
            lines++;
        } catch (IOException e) {
            // What follows must not be glued to half a line.
            channel.truncate(lineOffset).position(lineOffset);
            throw e;
        }
    }

    private void compact(ClusterState state) throws IOException {
        Path temporary = file.resolveSibling(FILE_NAME + ".new");
        List<ClusterEvent> events = state.asEvents();
        FileChannel compacted = write(temporary, events);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            compacted.close();
            throw e;
        }
        close();
        channel = compacted;
        lines = events.size();
        forceDirectory();
    }

    private FileChannel write(Path target, List<ClusterEvent> events) throws IOException {
        FileChannel opened = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            writeFully(opened, codec.header());
            for (ClusterEvent event : events) {
                writeFully(opened, codec.encode(List.of(event)));
            }
            opened.force(true);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Makes the rename itself outlive a power cut. */
    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private RepositoryException failure(String what, IOException cause) {
        return new RepositoryException(
                "The controller's journal " + file + " " + what + ": " + cause.getMessage(),
                "Check that the disk has room and that the file belongs to the user of this process",
                cause);
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw failure("could not be closed", e);
        }
    }
}
