package io.pocket.server.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    @ParameterizedTest
    @CsvSource({"0ms, 0", "500ms, 500", "1s, 1000", "1.5s, 1500", "5M, 300000", "' 1h30m ', 5400000"})
    void shouldReadDurations(String text, long millis) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "ms", "1.5ms", "soon", "1d", "1.5us", "99999999999999999999ms", "99999999999999999999s"
            })
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new DurationConverter().convert(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("500ms");
    }
}
