package io.pocket.cli.function.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMergerTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 33})
    void shouldMergeRunsOfAnyLengths(int runs) {
        Random random = new Random(runs);
        List<byte[]> all = new ArrayList<>();
        List<byte[]> sortedRuns = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            List<byte[]> run = RandomRecords.split(RandomRecords.withTies(random.nextInt(200), 3, random));
            all.addAll(run);
            sortedRuns.add(RandomRecords.join(RandomRecords.sorted(run)));
        }

        List<byte[]> merged = RandomRecords.split(new RunMerger(sortedRuns).merge());

        assertThat(keys(merged)).isEqualTo(keys(RandomRecords.sorted(all)));
        assertThat(merged).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void shouldMergeNothing() {
        assertThat(new RunMerger(List.of()).merge()).isEmpty();
        assertThat(new RunMerger(List.of(new byte[0], new byte[0])).merge()).isEmpty();
    }

    private static List<Key> keys(List<byte[]> records) {
        return records.stream().map(record -> Key.at(record, 0)).toList();
    }
}
