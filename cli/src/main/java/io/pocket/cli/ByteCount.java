package io.pocket.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 768m}, {@code 2GiB} or {@code 1000000}: powers of 1024, at least 1 byte. */
public final class ByteCount implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmgt]?)(i?b)?");
    private static final String UNITS = "kmgt";

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no size: write one such as 768m or 2g");
        }
        long unit = matcher.group(2).isEmpty() ? 1 : 1L << (10 * (UNITS.indexOf(matcher.group(2)) + 1));
        return multiply(text, Long.parseLong(matcher.group(1)), unit);
    }

    private static long multiply(String text, long number, long unit) {
        if (number < 1 || number > Long.MAX_VALUE / unit) {
            throw new TypeConversionException("'" + text + "' is out of range");
        }
        return number * unit;
    }
}
