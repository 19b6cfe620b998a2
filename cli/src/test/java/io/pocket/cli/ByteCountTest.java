package io.pocket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({"1,1", "1000000,1000000", "4k,4096", "768m,805306368", "2GiB,2147483648", "1TB,1099511627776"})
    void shouldReadSizes(String text, long bytes) {
        assertThat(new ByteCount().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5g", "1x", "0", "99999999999t", "1 g"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> new ByteCount().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
