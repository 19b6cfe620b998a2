package io.pocket.data.nativeplane.dpdk.packet;

import java.util.HexFormat;

/**
 * Ethernet address.
 *
 * @param value its 48 bits, the first byte of the wire in front
 */
public record MacAddress(long value) {
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    private static final HexFormat FORM = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits, not " + Long.toHexString(value));
        }
    }

    /** From six bytes, in the order of the wire. */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        long value = 0;
        for (byte b : bytes) {
            value = (value << 8) | (b & 0xff);
        }
        return new MacAddress(value);
    }

    /** Another address for the other end of a cable within one machine: differs in the last bit. */
    public MacAddress neighbour() {
        return new MacAddress(value ^ 1);
    }

    /** Such as {@code 02:00:00:00:00:01}. */
    @Override
    public String toString() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value >>> (40 - 8 * i));
        }
        return FORM.formatHex(bytes);
    }
}
