package io.pocket.server.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DataSizeConverterTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "1b, 1",
        "64k, 65536",
        "512m, 536870912",
        "512MiB, 536870912",
        "4 gib, 4294967296",
        "4g, 4294967296",
        "1TiB, 1099511627776",
        "9223372036854775807, 9223372036854775807"
    })
    void shouldReadSizes(String text, long bytes) {
        assertThat(new DataSizeConverter().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GiB",
                "1GB",
                "-1",
                "1.5GiB",
                "1ib",
                "much",
                "99999999999TiB",
                "8388608t",
                "9223372036854775808"
            })
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new DataSizeConverter().convert(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("4GiB");
    }
}
