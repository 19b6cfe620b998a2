package io.pocket.monitor.host;

/**
 * What one disk has done since boot.
 *
 * @param busyMillis time with at least one request under way
 */
public record DiskTotals(String device, long readBytes, long writtenBytes, long busyMillis) {
    /** /proc/diskstats counts in this unit, whatever the disk's own sector size. */
    private static final int SECTOR_BYTES = 512;

    /** major minor name, then reads merged sectors ms, writes merged sectors ms, in flight, ms busy, … */
    static DiskTotals parse(String line) {
        Fields fields = new Fields(line).skip(2);
        String device = fields.text();
        long sectorsRead = fields.skip(2).number();
        long sectorsWritten = fields.skip(3).number();
        long busyMillis = fields.skip(2).number();
        return new DiskTotals(device, sectorsRead * SECTOR_BYTES, sectorsWritten * SECTOR_BYTES, busyMillis);
    }
}
