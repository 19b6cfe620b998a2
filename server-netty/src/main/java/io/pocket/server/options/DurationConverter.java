package io.pocket.server.options;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 50us}, {@code 500ms}, {@code 1s}, {@code 5m}, {@code 1h30m}. The sign is the caller's to check. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        try {
            if (text.endsWith("us")) {
                return Duration.of(Long.parseLong(text.substring(0, text.length() - 2)), ChronoUnit.MICROS);
            }
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("pt" + text);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' is no duration: write for example 500ms, 1s or 5m");
        }
    }
}
