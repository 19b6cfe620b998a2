package io.pocket.data.nativeplane.dpdk;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a device is on the PCI bus.
 *
 * @param text such as {@code 0000:00:05.0}
 */
public record PciAddress(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public PciAddress {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no PCI address: write domain:bus:device.function, for example 0000:00:05.0");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
