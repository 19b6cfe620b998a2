package io.pocket.data;

import io.pocket.slab.MappedRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * An index log whose slots are handed out once each, in pairs of a complete and an empty one, and the same file mapped a second time: what a
 * process finds there that takes over after a kill. The layout is that of {@link MappedIndexLog}.
 */
final class LogSlots {
    static final int EMPTY = 0;
    static final int COMPLETE = 1;

    private static final int SLOTS = 1 << 18;
    private static final long UNIT_BYTES = 256;
    private static final long CAPACITY_BYTES = SLOTS * UNIT_BYTES;
    private static final int HEADER_BYTES = 4096;
    private static final int STATE_OFFSET = 36;
    private static final int FIELDS_BYTES = 32;
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static LogSlots former;
    private static LogSlots latest;

    private final MappedIndexLog log;
    private final ByteBuffer seen;
    private final AtomicInteger pairs = new AtomicInteger();

    private LogSlots() throws IOException {
        Path directory = Files.createTempDirectory("pocket-stress-");
        Path file = directory.resolve("index");
        MappedRegion region = MappedRegion.open(file, MappedIndexLog.sizeBytes(SLOTS));
        log = MappedIndexLog.open(region, CAPACITY_BYTES, UNIT_BYTES, SLOTS, 1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            seen = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
        Files.delete(file);
        Files.delete(directory);
        for (int slot = 0; slot < SLOTS; slot += 2) {
            put(slot);
        }
    }

    /** Two slots that nobody else has. */
    record Pair(LogSlots log, int complete, int empty) {}

    /** Of the states that jcstress keeps at once none is as old as the log before the last. */
    static synchronized Pair take() {
        try {
            if (latest == null || latest.pairs.get() == SLOTS / 2) {
                if (former != null) {
                    former.log.close();
                }
                former = latest;
                latest = new LogSlots();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int pair = latest.pairs.getAndIncrement();
        return new Pair(latest, 2 * pair, 2 * pair + 1);
    }

    /** Writing thread only; the fields tell which slot they belong to. */
    void put(int slot) {
        log.put(slot, ~slot, slot, slot + 1L, slot * UNIT_BYTES, slot + 2);
    }

    /** Writing thread only. */
    void clear(int slot) {
        log.clear(slot);
    }

    /** {@link #EMPTY} or {@link #COMPLETE}, as another process sees it. */
    int state(int slot) {
        return (int) INT.getAcquire(seen, base(slot) + STATE_OFFSET);
    }

    /** Whether the slot's fields are those of {@link #put}. */
    boolean isWhole(int slot) {
        int base = base(slot);
        ByteBuffer fields = seen.slice(base, FIELDS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return fields.getLong() == ~slot
                && fields.getLong() == slot + 1L
                && fields.getLong() == slot * UNIT_BYTES
                && fields.getInt() == slot
                && fields.getInt() == slot + 2
                && seen.getInt(base + FIELDS_BYTES) == checksum(base);
    }

    private int checksum(int base) {
        CRC32C crc = new CRC32C();
        crc.update(seen.slice(base, FIELDS_BYTES));
        return (int) crc.getValue();
    }

    private static int base(int slot) {
        return HEADER_BYTES + slot * MappedIndexLog.SLOT_BYTES;
    }
}
