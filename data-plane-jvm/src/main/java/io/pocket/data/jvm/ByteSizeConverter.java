package io.pocket.data.jvm;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 4096}, {@code 512MiB}, {@code 4GiB}. */
final class ByteSizeConverter implements ITypeConverter<Long> {

    private static final Map<String, Integer> SHIFT_OF_UNIT =
            Map.of("", 0, "b", 0, "kib", 10, "mib", 20, "gib", 30, "tib", 40);

    @Override
    public Long convert(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Integer shift = SHIFT_OF_UNIT.get(text.substring(digits).strip());
        try {
            if (shift != null) {
                return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), 1L << shift);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is no size that fits 63 bits");
        }
        throw new TypeConversionException("'" + value + "' is no size: write for example 4096, 512MiB or 4GiB");
    }
}
