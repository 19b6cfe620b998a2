package io.pocket.server.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them, in bytes: {@code 4096}, {@code 64k}, {@code 512m}, {@code 4g} (powers of 1,024; a trailing b or ib is allowed). */
public final class DataSizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmgt]?)(i?b)?");
    private static final String PREFIXES = "kmgt";
    private static final int BITS_PER_PREFIX = 10;

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + value + "' is no size: write for example 64k, 512m or 4g");
        }
        int shift = BITS_PER_PREFIX * (size.group(2).isEmpty() ? 0 : PREFIXES.indexOf(size.group(2)) + 1);
        long number = Long.parseLong(size.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + value + "' is too large");
        }
        return number << shift;
    }
}
