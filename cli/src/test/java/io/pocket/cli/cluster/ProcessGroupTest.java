package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private ProcessGroup group;

    @BeforeEach
    void createGroup() {
        group = new ProcessGroup(RunDirectory.createIn(List.of(folder), 1));
    }

    @AfterEach
    void closeGroup() {
        group.close();
    }

    @Test
    void shouldWaitUntilAllAreReady() {
        ChildProcess one = group.start(FakeServer.ready("one"), Readiness.readyLine());
        ChildProcess two = group.start(FakeServer.ready("two"), Readiness.readyLine());

        group.awaitReady(LONG);

        assertThat(one.line("READY")).contains("READY hello");
        assertThat(two.isAlive()).isTrue();
        assertThat(group.firstEnded()).isEmpty();
    }

    @Test
    void shouldShowTheLastLinesOfAProcessThatFailsToStart() {
        group.start(FakeServer.ready("one"), Readiness.readyLine());
        group.start(FakeServer.failing("shard-0"), Readiness.readyLine());

        assertThatThrownBy(() -> group.awaitReady(LONG))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("shard-0 ended with status 3 before it was ready")
                .hasMessageContaining("cannot open the slab");
    }

    @Test
    void shouldGiveUpAtTheDeadline() {
        group.start(FakeServer.silent("slow"), Readiness.readyLine());

        assertThatThrownBy(() -> group.awaitReady(Duration.ofMillis(300)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("slow was not ready in time")
                .hasMessageContaining("starting");
    }

    @Test
    void shouldSayWhatCannotBeStarted() {
        Launch launch = new Launch("nothing", List.of("/no/such/program"), Map.of());

        assertThatThrownBy(() -> group.start(launch, Readiness.readyLine()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cannot start nothing");
    }

    @Test
    void shouldKillOneProcessAndNoOther() {
        ChildProcess one = group.start(FakeServer.stubborn("one"), Readiness.readyLine());
        ChildProcess two = group.start(FakeServer.ready("two"), Readiness.readyLine());
        group.awaitReady(LONG);

        group.kill("one");

        assertThat(one.isAlive()).isFalse();
        assertThat(one.exitStatus()).isEqualTo(128 + 9);
        assertThat(two.isAlive()).isTrue();
        assertThat(group.firstEnded()).contains(one);
    }

    @Test
    void shouldStartAKilledProcessAsItWasStartedBefore() {
        ChildProcess first = group.start(FakeServer.ready("one"), Readiness.readyLine());
        group.awaitReady(LONG);
        group.kill("one");

        ChildProcess second = group.restart("one", LONG);

        assertThat(second.launch()).isEqualTo(first.launch());
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.line("READY")).contains("READY hello");
        assertThat(group.process("one")).isSameAs(second);
        assertThat(group.firstEnded()).isEmpty();
    }

    @Test
    void shouldNotTakeTheReadyLineOfTheProcessBefore() {
        String mark = folder.resolve("mark").toString();
        group.start(FakeServer.readyOnce("once", mark), Readiness.readyLine());
        group.awaitReady(LONG);

        assertThatThrownBy(() -> group.restart("once", LONG)).hasMessageContaining("once ended with status 5");
    }

    @Test
    void shouldLeaveNoProcessAndNoFile() {
        ChildProcess one = group.start(FakeServer.ready("one"), Readiness.readyLine());
        ChildProcess two = group.start(FakeServer.silent("two"), Readiness.readyLine());
        Path path = group.directory().path();
        assertThat(path).isDirectory();

        group.close();

        assertThat(one.isAlive()).isFalse();
        assertThat(two.isAlive()).isFalse();
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void shouldRefuseToStartAfterTheEnd() {
        group.close();

        assertThatThrownBy(() -> group.start(FakeServer.ready("one"), Readiness.readyLine()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("shutting down");
    }

    @Test
    void shouldRefuseAnUnknownName() {
        group.start(FakeServer.ready("one"), Readiness.readyLine());

        assertThatThrownBy(() -> group.kill("two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no process two, only [one]");
    }
}
