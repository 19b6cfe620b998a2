package io.pocket.data.nativeplane.pci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a device sits: domain 0 to 65535, bus 0 to 255, device 0 to 31, function 0 to 7. */
public record PciAddress(int domain, int bus, int device, int function) {

    private static final Pattern FORM =
            Pattern.compile("(?:([0-9a-fA-F]{4}):)?([0-9a-fA-F]{2}):([01][0-9a-fA-F])\\.([0-7])");

    /**
     * Reads what {@code lspci} prints.
     *
     * @throws IllegalArgumentException unless it is like {@code 0000:01:00.0} or {@code 01:00.0}
     */
    public static PciAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no PCI address such as 0000:01:00.0 (see lspci -D)");
        }
        int domain = parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1), 16);
        return new PciAddress(domain, hex(parts.group(2)), hex(parts.group(3)), hex(parts.group(4)));
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    @Override
    public String toString() {
        return "%04x:%02x:%02x.%d".formatted(domain, bus, device, function);
    }
}
