package io.pocket.cli.function.sort;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordGeneratorTest {

    @Test
    void shouldLayOutTheRecordAsGensortDoes() {
        byte[] record = generate(1, 0x1234_5678_9abcL);

        assertThat(HexFormat.of().formatHex(record, 10, 12)).isEqualTo("0011");
        assertThat(new String(record, 12, 32, US_ASCII)).isEqualTo("00000000000000000000123456789ABC");
        assertThat(HexFormat.of().formatHex(record, 44, 48)).isEqualTo("8899aabb");
        assertThat(new String(record, 48, 48, US_ASCII)).matches("(([0-9A-F])\\2{3}){12}");
        assertThat(HexFormat.of().formatHex(record, 96, 100)).isEqualTo("ccddeeff");
    }

    @Test
    void shouldGenerateTheSameRecordAgain() {
        assertThat(generate(7, 99)).isEqualTo(generate(7, 99)).isNotEqualTo(generate(8, 99));
    }

    @Test
    void shouldWriteNothingOutsideTheRecord() {
        byte[] bytes = new byte[300];

        new RecordGenerator(1).generate(5, bytes, 100);

        assertThat(bytes).startsWith(new byte[100]).endsWith(new byte[100]);
    }

    @Test
    void shouldSpreadKeysEvenlyOverRanges() {
        int[] counts = new int[16];
        KeyRanges ranges = new KeyRanges(16);

        for (int i = 0; i < 160_000; i++) {
            counts[ranges.of(Records.keyPrefix(generate(3, i), 0))]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    private static byte[] generate(long seed, long number) {
        byte[] record = new byte[Records.RECORD_BYTES];
        new RecordGenerator(seed).generate(number, record, 0);
        return record;
    }
}
