package io.pocket.monitor.node;

import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a node's counters file, and opens it anew when the node replaced it. One thread.
 */
public final class NodeWatch {
    /** A process counts from shortly after it began; one that began later than this after it has inherited the number. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    private final Path countersFile;
    private final ProcessTable processes;
    private Object openedKey;
    private CounterFile opened;
    private Optional<ProcessTable.Entry> process = Optional.empty();

    public NodeWatch(Path countersFile, ProcessTable processes) {
        this.countersFile = countersFile;
        this.processes = processes;
    }

    /**
     * Looks once.
     *
     * @throws IOException if there is a file, but it is no counters file; the message names it
     */
    public NodeObservation observe() throws IOException {
        try {
            openIfReplaced();
        } catch (NoSuchFileException e) {
            return NodeObservation.absent();
        }
        return new NodeObservation(
                isRunning() ? NodeState.RUNNING : NodeState.GONE,
                OptionalInt.of(opened.nodeId()),
                opened.incarnation(),
                opened.pid(),
                opened.startedAtMillis(),
                counters());
    }

    /** Device and inode tell files apart: what we have mapped keeps its inode, so a new file cannot get it. */
    private void openIfReplaced() throws IOException {
        Object key =
                Files.readAttributes(countersFile, BasicFileAttributes.class).fileKey();
        if (!Objects.equals(key, openedKey)) {
            opened = CounterFile.open(countersFile);
            process = processes.find(opened.pid()).filter(this::madeTheFile);
            openedKey = key;
        }
    }

    private boolean madeTheFile(ProcessTable.Entry candidate) {
        return candidate
                .startedAt()
                .isBefore(Instant.ofEpochMilli(opened.startedAtMillis()).plus(CLOCK_SLACK));
    }

    private boolean isRunning() {
        return process.filter(ProcessTable.Entry::isAlive).isPresent();
    }

    private Map<NodeCounter, Long> counters() {
        Map<NodeCounter, Long> values = new EnumMap<>(NodeCounter.class);
        for (NodeCounter counter : NodeCounter.values()) {
            values.put(counter, opened.get(counter));
        }
        return values;
    }
}
