package io.pocket.cli.function.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.MemoryExchange;
import io.pocket.cli.function.Names;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job in one process, and what the verifier finds when its data is damaged. */
class SortTest {

    private final MemoryExchange exchange = new MemoryExchange();

    @ParameterizedTest
    @CsvSource({"10000,4", "1,3", "0,2", "1000,1", "3,16"})
    void shouldSortAllRecords(long records, int functions) {
        sort(records, functions);
        verify(records, functions);

        assertThat(SortVerify.judge(exchange, functions)).isEqualTo(records);
    }

    @Test
    void shouldPutOneObjectPerMapperAndReducer() {
        sort(1_000, 4);

        assertThat(exchange.size()).isEqualTo(4 * 4 + 4);
    }

    @Test
    void shouldFindARecordOutOfOrder() {
        sort(1_000, 2);
        byte[] output = exchange.get(Names.output(1));
        byte[] first = Arrays.copyOf(output, Records.RECORD_BYTES);
        System.arraycopy(output, Records.RECORD_BYTES, output, 0, Records.RECORD_BYTES);
        System.arraycopy(first, 0, output, Records.RECORD_BYTES, Records.RECORD_BYTES);
        exchange.put(Names.output(1), output);

        assertThatThrownBy(() -> verify(1_000, 2))
                .isInstanceOf(CheckFailedException.class)
                .hasMessage("output/part-1 is out of order at record 1");
    }

    @Test
    void shouldFindPartitionsInTheWrongOrder() {
        sort(1_000, 2);
        byte[] first = exchange.get(Names.output(0));
        exchange.put(Names.output(0), exchange.get(Names.output(1)));
        exchange.put(Names.output(1), first);
        verify(1_000, 2);

        assertThatThrownBy(() -> SortVerify.judge(exchange, 2))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("output/part-1 starts with key");
    }

    @Test
    void shouldFindALostRecord() {
        sort(1_000, 2);
        byte[] output = exchange.get(Names.output(1));
        exchange.put(Names.output(1), output, 0, output.length - Records.RECORD_BYTES);
        verify(1_000, 2);

        assertThatThrownBy(() -> SortVerify.judge(exchange, 2))
                .isInstanceOf(CheckFailedException.class)
                .hasMessage("sorted 999 records, but 1000 were generated");
    }

    @Test
    void shouldFindAChangedByteOutsideTheKey() {
        sort(1_000, 2);
        byte[] output = exchange.get(Names.output(0));
        output[50] ^= 1;
        exchange.put(Names.output(0), output);
        verify(1_000, 2);

        assertThatThrownBy(() -> SortVerify.judge(exchange, 2))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void shouldFindAnObjectThatEndsInsideARecord() {
        sort(1_000, 2);
        byte[] shuffled = exchange.get(Names.shuffle(1, 0));
        exchange.put(Names.shuffle(1, 0), shuffled, 0, shuffled.length - 1);

        assertThatThrownBy(() -> new SortReduce().run(exchange, arguments(1_000, 2, 0)))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("shuffle-0/from-1 ends inside a record");
    }

    private void sort(long records, int functions) {
        for (int part = 0; part < functions; part++) {
            new SortMap().run(exchange, arguments(records, functions, part));
        }
        for (int part = 0; part < functions; part++) {
            new SortReduce().run(exchange, arguments(records, functions, part));
        }
    }

    private void verify(long records, int functions) {
        for (int part = 0; part < functions; part++) {
            new SortVerify().run(exchange, arguments(records, functions, part));
        }
    }

    private static FunctionArguments arguments(long records, int functions, int part) {
        String[] words = {"seed=42", "records=" + records, "maps=" + functions, "reduces=" + functions, "part=" + part};
        return FunctionArguments.parse(words, 0);
    }
}
