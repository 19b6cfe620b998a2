package io.pocket.data;

import io.pocket.slab.MappedRegion;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * An index log in a mapped file: fixed slots after a header, little-endian.
 *
 * <pre>
 *  header, 4096 bytes                      slot, 64 bytes
 *    0  u64  magic, written last             0  u64  upload id
 *    8  u32  version                         8  u64  job
 *   12  u32  bytes of a slot                16  u64  extent
 *   16  u64  capacity of the store          24  u32  sequence
 *   24  u64  unit of the store              28  u32  length
 *   32  u64  incarnation                    32  u32  CRC32C of bytes 0 to 31
 *   40  u32  slots                          36  u32  state: 0 empty, 1 complete; written last
 *   64  u32  slots ever used
 * </pre>
 *
 * <p>A killed process loses nothing that it stored to the mapping, in the order in which it stored it. So a slot's state
 * is stored last, behind a release fence, and emptied first (one aligned store each): at whatever instruction the process
 * dies, each slot is whole or empty. That holds for the death of the process, not of the machine.
 */
public final class MappedIndexLog implements IndexLog {

    /** Version of the file's layout. */
    public static final int VERSION = 1;

    /** Size of a slot. */
    public static final int SLOT_BYTES = 64;

    private static final long MAGIC = 0x5845_444E_4954_4B50L; // "PKTINDEX"
    private static final int HEADER_BYTES = 4096;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int SLOT_BYTES_OFFSET = 12;
    private static final int CAPACITY_OFFSET = 16;
    private static final int UNIT_OFFSET = 24;
    private static final int INCARNATION_OFFSET = 32;
    private static final int SLOTS_OFFSET = 40;
    private static final int SLOTS_USED_OFFSET = 64;

    private static final int UPLOAD_ID_OFFSET = 0;
    private static final int JOB_OFFSET = 8;
    private static final int EXTENT_OFFSET = 16;
    private static final int SEQUENCE_OFFSET = 24;
    private static final int LENGTH_OFFSET = 28;
    private static final int CHECKSUM_OFFSET = 32;
    private static final int STATE_OFFSET = 36;

    private static final int EMPTY = 0;
    private static final int COMPLETE = 1;

    private final MappedRegion region;
    private final ByteBuffer header;
    private final int slots;
    private final CRC32C crc = new CRC32C();
    /** The checksummed part of one slot. */
    private final ByteBuffer fields = ByteBuffer.wrap(new byte[CHECKSUM_OFFSET]).order(ByteOrder.LITTLE_ENDIAN);

    private int slotsUsed;

    private MappedIndexLog(MappedRegion region, int slots) {
        this.region = region;
        this.slots = slots;
        header = region.window(0);
        slotsUsed = header.getInt(SLOTS_USED_OFFSET);
    }

    /** Size of the region that a log with this many slots needs, in bytes. */
    public static long sizeBytes(int slots) {
        return HEADER_BYTES + (long) slots * SLOT_BYTES;
    }

    /**
     * Opens the log in a region, or starts an empty one where there is none. The log owns the region from here on.
     *
     * @param region of {@link #sizeBytes} bytes
     * @param capacityBytes capacity of the store whose extents are recorded
     * @param unitBytes unit of that store
     * @param newIncarnation what {@link #incarnation} answers if the log starts empty
     * @throws IOException if the region holds something else, or the log of a store of another shape or of another
     *     version; the message says what to do. The region is closed then.
     */
    public static MappedIndexLog open(
            MappedRegion region, long capacityBytes, long unitBytes, int slots, long newIncarnation)
            throws IOException {
        try {
            ByteBuffer header = region.window(0);
            String name = region.name();
            if (header.getLong(MAGIC_OFFSET) == 0) {
                initialize(header, capacityBytes, unitBytes, slots, newIncarnation);
            }
            if (header.getLong(MAGIC_OFFSET) != MAGIC) {
                throw new IOException(name + " is not a chunk index; configure another data directory");
            }
            require(name, "as its version", header.getInt(VERSION_OFFSET), VERSION);
            require(name, "bytes a slot", header.getInt(SLOT_BYTES_OFFSET), SLOT_BYTES);
            require(name, "bytes of capacity", header.getLong(CAPACITY_OFFSET), capacityBytes);
            require(name, "bytes a unit", header.getLong(UNIT_OFFSET), unitBytes);
            require(name, "slots", header.getInt(SLOTS_OFFSET), slots);
            return new MappedIndexLog(region, slots);
        } catch (IOException | RuntimeException e) {
            region.close();
            throw e;
        }
    }

    private static void initialize(
            ByteBuffer header, long capacityBytes, long unitBytes, int slots, long newIncarnation) {
        header.putInt(VERSION_OFFSET, VERSION);
        header.putInt(SLOT_BYTES_OFFSET, SLOT_BYTES);
        header.putLong(CAPACITY_OFFSET, capacityBytes);
        header.putLong(UNIT_OFFSET, unitBytes);
        header.putLong(INCARNATION_OFFSET, newIncarnation);
        header.putInt(SLOTS_OFFSET, slots);
        header.putInt(SLOTS_USED_OFFSET, 0);
        VarHandle.releaseFence();
        header.putLong(MAGIC_OFFSET, MAGIC);
    }

    private static void require(String name, String what, long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException(name + " has " + found + " " + what + ", this node is configured for " + expected
                    + "; configure what it was made with, or remove the data directory (its chunks are lost then)");
        }
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public long incarnation() {
        return header.getLong(INCARNATION_OFFSET);
    }

    @Override
    public void put(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes) {
        long base = base(slot);
        noteUse(slot);
        fields.putLong(UPLOAD_ID_OFFSET, uploadId);
        fields.putLong(JOB_OFFSET, job);
        fields.putLong(EXTENT_OFFSET, extent);
        fields.putInt(SEQUENCE_OFFSET, sequence);
        fields.putInt(LENGTH_OFFSET, lengthBytes);
        ByteBuffer window = region.window(base);
        int index = region.indexInWindow(base);
        window.put(index, fields.array());
        window.putInt(index + CHECKSUM_OFFSET, checksumOfFields());
        VarHandle.releaseFence();
        window.putInt(index + STATE_OFFSET, COMPLETE);
    }

    @Override
    public void clear(int slot) {
        long base = base(slot);
        VarHandle.releaseFence();
        region.window(base).putInt(region.indexInWindow(base) + STATE_OFFSET, EMPTY);
        // What follows, the reuse of slot and extent, must not be stored before this.
        VarHandle.storeStoreFence();
    }

    @Override
    public int recover(Recovered recovered) {
        int damaged = 0;
        for (int slot = 0; slot < slotsUsed; slot++) {
            long base = base(slot);
            if (state(base) == EMPTY) {
                continue;
            }
            if (loadSoundFields(base)) {
                recovered.chunk(
                        slot,
                        fields.getLong(UPLOAD_ID_OFFSET),
                        fields.getInt(SEQUENCE_OFFSET),
                        fields.getLong(JOB_OFFSET),
                        fields.getLong(EXTENT_OFFSET),
                        fields.getInt(LENGTH_OFFSET));
            } else {
                clear(slot);
                damaged++;
            }
        }
        return damaged;
    }

    /** Makes all of it outlive a restart of the machine, if the file system can. */
    public void force() throws IOException {
        region.force();
    }

    @Override
    public void close() {
        region.close();
    }

    private boolean loadSoundFields(long base) {
        ByteBuffer window = region.window(base);
        int index = region.indexInWindow(base);
        window.get(index, fields.array());
        return state(base) == COMPLETE && window.getInt(index + CHECKSUM_OFFSET) == checksumOfFields();
    }

    private int state(long base) {
        return region.window(base).getInt(region.indexInWindow(base) + STATE_OFFSET);
    }

    /** Slots never used are holes of the file; reading them while recovering would fill them with pages. */
    private void noteUse(int slot) {
        if (slot >= slotsUsed) {
            slotsUsed = slot + 1;
            VarHandle.releaseFence();
            header.putInt(SLOTS_USED_OFFSET, slotsUsed);
        }
    }

    private int checksumOfFields() {
        crc.reset();
        crc.update(fields.array());
        return (int) crc.getValue();
    }

    private static long base(int slot) {
        return HEADER_BYTES + (long) slot * SLOT_BYTES;
    }
}
