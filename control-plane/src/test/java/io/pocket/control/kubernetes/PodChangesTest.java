package io.pocket.control.kubernetes;

import static io.pocket.control.kubernetes.Views.pod;
import static io.pocket.control.kubernetes.Views.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.decision.Decision;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.scale.MemberState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PodChangesTest {

    private final DecisionLog log = new DecisionLog(InstantSource.system(), new SimpleMeterRegistry());
    private final AtomicLong nanos = new AtomicLong();
    private final PodChanges changes = new PodChanges(log, Duration.ofMinutes(1), nanos::get);

    private List<String> noted() {
        return log.after(0, 100).stream().map(Decision::reason).toList();
    }

    @Test
    void shouldNoteEachChangeOnce() {
        changes.note("pocket-dram", List.of(pod(1, MemberState.PENDING)));
        changes.note("pocket-dram", List.of(pod(1, MemberState.PENDING)));
        changes.note("pocket-dram", List.of(ready(1, 0)));
        changes.note("pocket-dram", List.of());
        assertThat(noted()).containsExactly("it waits for the scheduler", "it serves", "it is gone");
    }

    @Test
    void shouldWarnOnceOfWhatTakesTooLong() {
        changes.note("pocket-dram", List.of(pod(1, MemberState.STARTING)));
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        changes.note("pocket-dram", List.of(pod(1, MemberState.STARTING)));
        changes.note("pocket-dram", List.of(pod(1, MemberState.STARTING)));
        assertThat(noted())
                .containsExactly(
                        "it has a machine and is coming up", "for too long: it has a machine and is coming up");
    }

    @Test
    void shouldNotWarnOfWhatServes() {
        changes.note("pocket-dram", List.of(ready(1, 0)));
        nanos.addAndGet(Duration.ofDays(2).toNanos());
        changes.note("pocket-dram", List.of(ready(1, 0)));
        assertThat(noted()).containsExactly("it serves");
    }

    @Test
    void shouldTellTiersApart() {
        changes.note("pocket-dram", List.of(ready(1, 0)));
        changes.note("pocket-ssd", List.of());
        assertThat(noted()).containsExactly("it serves");
    }
}
