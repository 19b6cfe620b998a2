package io.pocket.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What each node stores: one size for all, as in {@code 2g}, or one per tier, as in {@code dram=4g,ssd=12g}.
 *
 * @param bytes per tier; under {@link #ANY_TIER} for those not named
 */
public record TierCapacities(Map<String, Long> bytes) {

    static final String ANY_TIER = "";

    /** Nothing is given. */
    static final TierCapacities NONE = new TierCapacities(Map.of());

    /** The capacity of a node of this tier, if one is given. */
    OptionalLong of(String tier) {
        Long given = bytes.getOrDefault(tier, bytes.get(ANY_TIER));
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    /** Reads a size, or {@code tier=size} separated by commas. */
    public static final class Converter implements ITypeConverter<TierCapacities> {

        private final ByteCount size = new ByteCount();

        @Override
        public TierCapacities convert(String text) {
            Map<String, Long> bytes = new HashMap<>();
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                String tier = equals < 0 ? ANY_TIER : part.substring(0, equals);
                if (bytes.put(tier, size.convert(part.substring(equals + 1))) != null) {
                    throw new TypeConversionException(
                            "'" + text + "': write one size such as 2g, or one for each tier such as dram=4g,ssd=12g");
                }
            }
            return new TierCapacities(bytes);
        }
    }
}
