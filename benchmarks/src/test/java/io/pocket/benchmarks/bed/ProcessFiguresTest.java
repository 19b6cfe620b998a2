package io.pocket.benchmarks.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.cli.cluster.ClusterException;
import io.pocket.cli.cluster.Poll;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessFiguresTest {
    private final ProcessFigures own =
            new ProcessFigures(ProcessHandle.current().pid());

    @Test
    void shouldSeeThisProcessUseItsProcessor() {
        double before = own.cpuSeconds();

        assertThat(Poll.until(() -> own.cpuSeconds() >= before + 0.02, Duration.ofSeconds(30)))
                .isTrue();
    }

    @Test
    void shouldSeeMemoryAsTheSumOfItsParts() {
        ProcessFigures.Resident memory = own.resident();

        assertThat(memory.anonymousBytes()).isPositive();
        assertThat((double) memory.anonymousBytes() + memory.fileBytes() + memory.sharedBytes())
                .isBetween(memory.totalBytes() * 0.8, memory.totalBytes() * 1.2);
    }

    @Test
    void shouldSayThatAProcessIsGone() {
        assertThatThrownBy(() -> new ProcessFigures(Integer.MAX_VALUE).cpuSeconds())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("/proc/2147483647");
    }
}
