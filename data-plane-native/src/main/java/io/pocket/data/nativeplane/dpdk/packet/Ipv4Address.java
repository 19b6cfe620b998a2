package io.pocket.data.nativeplane.dpdk.packet;

import java.util.regex.Pattern;

/**
 * IPv4 address.
 *
 * @param value its 32 bits, the first byte of the wire in front
 */
public record Ipv4Address(int value) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Reads four decimal numbers.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Ipv4Address parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw notAnAddress(text);
        }
        int value = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(match.group(i));
            if (part > 255) {
                throw notAnAddress(text);
            }
            value = (value << 8) | part;
        }
        return new Ipv4Address(value);
    }

    /** Whether a host can have it and be answered: no group, no broadcast, not 0.0.0.0/8, not loopback. */
    public static boolean isOfOneHost(int value) {
        int first = value >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("'" + text + "' is no IPv4 address: write for example 10.0.0.2");
    }

    @Override
    public String toString() {
        return (value >>> 24) + "." + ((value >>> 16) & 0xff) + "." + ((value >>> 8) & 0xff) + "." + (value & 0xff);
    }
}
