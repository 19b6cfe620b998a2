package io.pocket.server.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes as people write them, in bytes: {@code 4096}, {@code 64k}, {@code 512m}, {@code 4GiB}. Prefixes are powers of
 * 1,024; {@code GB} and its like are refused, since to many they are powers of 1,000.
 */
public final class DataSizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(?:b|([kmgt])(?:ib)?)?");
    private static final String PREFIXES = "kmgt";
    private static final int BITS_PER_PREFIX = 10;

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + value + "' is no size: write for example 4096, 64k, 512m or 4GiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), unitBytes(size.group(2)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException(
                    "'" + value + "' is too large a size: at most 63 bits fit, for example 4GiB");
        }
    }

    private static long unitBytes(String prefix) {
        return prefix == null ? 1 : 1L << (BITS_PER_PREFIX * (PREFIXES.indexOf(prefix) + 1));
    }
}
