package io.pocket.monitor.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeWatchTest {
    private static final long STARTED_MILLIS = 1_700_000_000_000L;

    @TempDir
    private Path folder;

    private Path countersFile;
    private Optional<ProcessTable.Entry> process = Optional.of(new FakeProcess(STARTED_MILLIS - 400));
    private NodeWatch watch;

    private static final class FakeProcess implements ProcessTable.Entry {
        private final long startedAtMillis;
        private boolean alive = true;

        FakeProcess(long startedAtMillis) {
            this.startedAtMillis = startedAtMillis;
        }

        @Override
        public Instant startedAt() {
            return Instant.ofEpochMilli(startedAtMillis);
        }

        @Override
        public boolean isAlive() {
            return alive;
        }
    }

    @BeforeEach
    void watchFolder() {
        countersFile = folder.resolve("counters");
        watch = new NodeWatch(countersFile, pid -> process);
    }

    @Test
    void shouldSayThatThereIsNoNodeYet() throws IOException {
        assertThat(watch.observe()).isEqualTo(NodeObservation.absent());
    }

    @Test
    void shouldReadIdentityAndCountersOfRunningNode() throws IOException {
        CounterFile node = CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        node.set(NodeCounter.USED_BYTES, 4096);

        NodeObservation first = watch.observe();
        node.set(NodeCounter.USED_BYTES, 8192);
        NodeObservation second = watch.observe();

        assertThat(first.state()).isEqualTo(NodeState.RUNNING);
        assertThat(first.nodeId()).hasValue(7);
        assertThat(first.incarnation()).isEqualTo(99);
        assertThat(first.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(first.counters()).containsEntry(NodeCounter.USED_BYTES, 4096L);
        assertThat(second.counters()).containsEntry(NodeCounter.USED_BYTES, 8192L);
    }

    @Test
    void shouldNoticeThatTheProcessEnded() throws IOException {
        FakeProcess node = new FakeProcess(STARTED_MILLIS);
        process = Optional.of(node);
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        assertThat(watch.observe().state()).isEqualTo(NodeState.RUNNING);

        node.alive = false;

        assertThat(watch.observe().state()).isEqualTo(NodeState.GONE);
    }

    @Test
    void shouldNoticeThatTheProcessEndedBeforeItWasWatched() throws IOException {
        process = Optional.empty();
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);

        assertThat(watch.observe().state()).isEqualTo(NodeState.GONE);
    }

    @Test
    void shouldTakeNodeThatCannotBeSeenForRunning() throws IOException {
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        NodeWatch across = new NodeWatch(countersFile, ProcessTable.unseen());

        assertThat(across.observe().state()).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void shouldNotTakeLaterProcessWithTheSameNumberForTheNode() throws IOException {
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        process = Optional.of(new FakeProcess(STARTED_MILLIS + 60_000));

        assertThat(watch.observe().state()).isEqualTo(NodeState.GONE);
    }

    @Test
    void shouldOpenTheFileThatRestartedNodePutInPlace() throws IOException {
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        watch.observe();
        CounterFile restarted = CounterFile.create(countersFile, 7, 100, STARTED_MILLIS + 5_000);
        restarted.set(NodeCounter.CHUNKS, 3);

        NodeObservation observed = watch.observe();

        assertThat(observed.incarnation()).isEqualTo(100);
        assertThat(observed.startedAtMillis()).isEqualTo(STARTED_MILLIS + 5_000);
        assertThat(observed.counters()).containsEntry(NodeCounter.CHUNKS, 3L);
    }

    @Test
    void shouldNoticeThatTheFileVanished() throws IOException {
        CounterFile.create(countersFile, 7, 99, STARTED_MILLIS);
        watch.observe();
        Files.delete(countersFile);

        assertThat(watch.observe()).isEqualTo(NodeObservation.absent());
    }

    @Test
    void shouldNameTheFileThatHoldsNoCounters() throws IOException {
        Files.writeString(countersFile, "x".repeat(100));

        assertThatThrownBy(watch::observe)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(countersFile.toString());
    }

    @Test
    void shouldSeeLiveProcesses() {
        ProcessTable live = ProcessTable.live();

        assertThat(live.find(ProcessHandle.current().pid()))
                .hasValueSatisfying(self -> assertThat(self.isAlive()).isTrue());
        assertThat(live.find(Integer.MAX_VALUE)).isEmpty();
    }
}
