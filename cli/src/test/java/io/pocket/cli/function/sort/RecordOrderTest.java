package io.pocket.cli.function.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordOrderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 256})
    void shouldOrderAsANaiveStableSortDoes(int keyByteValues) {
        byte[] records = RandomRecords.withTies(2_000, keyByteValues, new Random(keyByteValues));
        List<byte[]> split = RandomRecords.split(records);

        List<byte[]> ordered = Arrays.stream(RecordOrder.of(records, 2_000))
                .mapToObj(split::get)
                .toList();

        assertThat(RandomRecords.join(ordered)).isEqualTo(RandomRecords.join(RandomRecords.sorted(split)));
    }

    @Test
    void shouldOrderNothing() {
        assertThat(RecordOrder.of(new byte[0], 0)).isEmpty();
    }

    @Test
    void shouldRefuseMoreRecordsThanItCanNumber() {
        assertThatThrownBy(() -> RecordOrder.of(new byte[0], RecordOrder.RECORDS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16777217");
    }
}
