package io.pocket.protocol.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterFileTest {
    @TempDir
    private Path dir;

    @Test
    void shouldShowTheWritersValuesToAReader() throws IOException {
        CounterFile writer = CounterFile.create(dir.resolve("counters"), 7, 99, 1234);
        CounterFile reader = CounterFile.open(dir.resolve("counters"));

        writer.add(NodeCounter.READS, 3);
        writer.add(NodeCounter.READS, 2);
        writer.set(NodeCounter.USED_BYTES, 1L << 40);

        assertThat(reader.get(NodeCounter.READS)).isEqualTo(5);
        assertThat(reader.get(NodeCounter.USED_BYTES)).isEqualTo(1L << 40);
        assertThat(reader.nodeId()).isEqualTo(7);
        assertThat(reader.incarnation()).isEqualTo(99);
        assertThat(reader.startedAtMillis()).isEqualTo(1234);
        assertThat(reader.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void shouldStartAnewWhenTheNodeRestarts() throws IOException {
        CounterFile first = CounterFile.create(dir.resolve("counters"), 7, 99, 1);
        first.add(NodeCounter.READS, 3);
        CounterFile.create(dir.resolve("counters"), 7, 99, 2);

        assertThat(CounterFile.open(dir.resolve("counters")).get(NodeCounter.READS))
                .isZero();
    }

    @Test
    void shouldRefuseAnotherFile() throws IOException {
        Path file = Files.write(dir.resolve("other"), new byte[200]);

        assertThatThrownBy(() -> CounterFile.open(file)).hasMessageContaining("no counters file");
    }
}
