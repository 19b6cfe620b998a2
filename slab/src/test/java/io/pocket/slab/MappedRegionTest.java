package io.pocket.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRegionTest {

    private static final long FIVE_GIB = 5L << 30;

    @TempDir
    private Path directory;

    @Test
    void shouldReachEveryByteOfASparseFileBeyondTwoGiB() throws IOException {
        try (MappedRegion region = MappedRegion.open(directory.resolve("slab"), FIVE_GIB)) {
            assertThat(region.created()).isTrue();
            long offset = FIVE_GIB - 8;
            region.slice(offset, 8).putLong(0, 0x0102030405060708L);
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, offset)).isEqualTo((byte) 8);
            assertThat(region.window(offset).getLong(region.indexInWindow(offset)))
                    .isEqualTo(0x0102030405060708L);
        }
    }

    @Test
    void shouldSliceAcrossAWindowBoundary() throws IOException {
        try (MappedRegion region = MappedRegion.open(directory.resolve("slab"), FIVE_GIB)) {
            long offset = (1L << 30) - 2;
            ByteBuffer slice = region.slice(offset, 4);
            assertThat(slice.isDirect()).isTrue();
            assertThat(slice.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            slice.putInt(0, 0x04030201);
            assertThat(region.window(1L << 30).getShort(0)).isEqualTo((short) 0x0403);
        }
    }

    @Test
    void shouldFindItsBytesAgain() throws IOException {
        Path file = directory.resolve("slab");
        try (MappedRegion region = MappedRegion.open(file, 10_000)) {
            region.window(0).putInt(4_000, 42);
        }
        try (MappedRegion region = MappedRegion.open(file, 10_000)) {
            assertThat(region.created()).isFalse();
            assertThat(region.window(0).getInt(4_000)).isEqualTo(42);
        }
    }

    @Test
    void shouldRefuseAFileOfAnotherSize() throws IOException {
        Path file = directory.resolve("slab");
        MappedRegion.open(file, 10_000).close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> MappedRegion.open(file, 20_000))
                .withMessageContaining("has 10000 bytes, not the configured 20000");
    }

    @Test
    void shouldRefuseWhatTheFileSystemCannotHold() throws IOException {
        Path file = directory.resolve("slab");
        long tooMuch = Files.getFileStore(directory).getUsableSpace() * 2;
        assertThatExceptionOfType(NoRoomException.class)
                .isThrownBy(() -> MappedRegion.open(file, tooMuch))
                .withMessageContaining("needs " + tooMuch + " bytes");
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldRefuseAccessAfterClose() throws IOException {
        MappedRegion region = MappedRegion.open(directory.resolve("slab"), 10_000);
        ByteBuffer slice = region.slice(0, 4);
        region.close();
        assertThatIllegalStateException().isThrownBy(() -> slice.getInt(0));
    }
}
