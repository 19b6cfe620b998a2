package io.pocket.monitor.host;

/**
 * Bytes through one network interface since it exists.
 *
 * @param name such as {@code eth0}
 */
public record InterfaceTotals(String name, long receivedBytes, long sentBytes) {
    private static final int FIELDS_BETWEEN = 7;

    /** {@code name: bytes packets errs drop fifo frame compressed multicast bytes …}; the name may touch the first number. */
    static InterfaceTotals parse(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new HostReadException("no interface name in: " + line);
        }
        Fields fields = new Fields(line.substring(colon + 1));
        long received = fields.number();
        return new InterfaceTotals(
                line.substring(0, colon).strip(),
                received,
                fields.skip(FIELDS_BETWEEN).number());
    }
}
