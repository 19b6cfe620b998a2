package io.pocket.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Nodes per tier, as in {@code dram=2,ssd=1}.
 *
 * @param nodes nodes of each tier, in the given order
 */
public record TierCounts(Map<String, Integer> nodes) {

    /** Reads {@code tier=nodes}, separated by commas. */
    public static final class Converter implements ITypeConverter<TierCounts> {

        private static final Pattern TIER = Pattern.compile("(dram|nvme|ssd|hdd)=([0-9]{1,3})");

        @Override
        public TierCounts convert(String text) {
            Map<String, Integer> nodes = new LinkedHashMap<>();
            for (String part : text.split(",", -1)) {
                Matcher matcher = TIER.matcher(part);
                if (!matcher.matches() || nodes.put(matcher.group(1), Integer.valueOf(matcher.group(2))) != null) {
                    throw new TypeConversionException(
                            "'" + text + "': write tiers (dram, nvme, ssd, hdd) such as dram=2, or dram=2,ssd=1");
                }
            }
            return new TierCounts(nodes);
        }
    }
}
