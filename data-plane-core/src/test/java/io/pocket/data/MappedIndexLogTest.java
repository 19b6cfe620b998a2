package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.slab.MappedRegion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedIndexLogTest extends IndexLogContract {

    private static final long CAPACITY = 1L << 42;
    private static final int FIRST_SLOT = 4096;

    @TempDir
    private Path directory;

    @Override
    protected IndexLog newLog() throws IOException {
        return open(CAPACITY, SLOTS, INCARNATION);
    }

    @Override
    protected IndexLog reopened(IndexLog former) throws IOException {
        former.close();
        return open(CAPACITY, SLOTS, INCARNATION + 1);
    }

    @Test
    void shouldRefuseAFileOfAnotherCapacity() {
        assertThatIOException()
                .isThrownBy(() -> open(CAPACITY * 2, SLOTS, 1))
                .withMessageContaining(CAPACITY + " bytes of capacity")
                .withMessageContaining("configured for " + CAPACITY * 2)
                .withMessageContaining("remove the data directory");
    }

    @Test
    void shouldRefuseAFileWithAnotherNumberOfSlots() {
        assertThatIOException().isThrownBy(() -> open(CAPACITY, SLOTS + 1, 1)).withMessageContaining("bytes");
    }

    @Test
    void shouldRefuseAFileOfAnotherVersion() throws IOException {
        overwrite(8, 9);
        assertThatIOException()
                .isThrownBy(() -> open(CAPACITY, SLOTS, 1))
                .withMessageContaining("has 9 as its version");
    }

    @Test
    void shouldRefuseAForeignFile() throws IOException {
        overwrite(0, 9);
        assertThatIOException()
                .isThrownBy(() -> open(CAPACITY, SLOTS, 1))
                .withMessageContaining("is not a chunk index");
    }

    @Test
    void shouldDropADamagedSlotAndKeepTheOthers() throws IOException {
        try (MappedIndexLog log = open(CAPACITY, SLOTS, 1)) {
            log.put(0, 1, 1, 1, 0, 5);
            log.put(1, 1, 2, 1, 1024, 5);
        }
        overwrite(FIRST_SLOT + 8, 99);
        try (MappedIndexLog log = open(CAPACITY, SLOTS, 1)) {
            int[] found = {0};
            int damaged = log.recover((slot, upload, sequence, job, extent, length) -> found[0] += sequence);
            assertThat(damaged).isEqualTo(1);
            assertThat(found[0]).isEqualTo(2);
            assertThat(entries(log)).hasSize(1);
        }
    }

    @Test
    void shouldStartAnewWhereCreationWasCutShort() throws IOException {
        overwriteLong(0, 0);
        try (MappedIndexLog log = open(CAPACITY, SLOTS, 99)) {
            assertThat(log.incarnation()).isEqualTo(99);
        }
    }

    @Test
    void shouldStaySparse() throws IOException {
        int slots = 10_000_000;
        MappedRegion region = MappedRegion.open(directory.resolve("large"), MappedIndexLog.sizeBytes(slots));
        try (MappedIndexLog log = MappedIndexLog.open(region, CAPACITY, 1024, slots, 1)) {
            log.put(0, 1, 1, 1, 0, 5);
            assertThat(entries(log)).hasSize(1);
        }
        assertThat(Files.size(directory.resolve("large"))).isEqualTo(4096 + 640_000_000L);
    }

    private MappedIndexLog open(long capacityBytes, int slots, long newIncarnation) throws IOException {
        MappedRegion region = MappedRegion.open(directory.resolve("index"), MappedIndexLog.sizeBytes(slots));
        return MappedIndexLog.open(region, capacityBytes, 1024, slots, newIncarnation);
    }

    private void overwrite(long position, int value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("index").toFile(), "rw")) {
            file.seek(position);
            file.writeInt(Integer.reverseBytes(value));
        }
    }

    private void overwriteLong(long position, long value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("index").toFile(), "rw")) {
            file.seek(position);
            file.writeLong(Long.reverseBytes(value));
        }
    }
}
