package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pocket.data.Admission;
import io.pocket.data.ChunkWrite;
import io.pocket.data.MediumFullException;
import io.pocket.data.RecordedCompletion;
import io.pocket.data.nativeplane.ffi.SignalHandlers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device does wrong, and what belongs to somebody else, is told; the process goes on. */
class SpdkFaultsTest {

    private static final long CAPACITY_BYTES = 8 << 20;
    private static final long DEVICE_BYTES = 10 << 20;

    private final List<SpdkChunkStore> open = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void startSpdk() throws IOException {
        SpdkForTests.environment();
    }

    @AfterEach
    void closeStores() {
        open.forEach(SpdkChunkStore::close);
    }

    private SpdkChunkStore open(String device, SpdkStoreOptions options) throws IOException {
        SpdkChunkStore store = SpdkChunkStore.open(SpdkForTests.environment(), device, CAPACITY_BYTES, options);
        open.add(store);
        return store;
    }

    private SpdkChunkStore open(String device) throws IOException {
        return open(device, SpdkStoreContract.OPTIONS);
    }

    private void close(SpdkChunkStore store) {
        store.close();
        open.remove(store);
    }

    // --- Devices that fail ---

    @Test
    void shouldTellOfAnErrorOfTheDeviceAndGoOn() throws IOException {
        String base = SpdkForTests.malloc(DEVICE_BYTES);
        SpdkForTests.call("bdev_error_create", Map.of("base_name", base));
        SpdkChunkStore store = open("EE_" + base);
        StoreDriver driver = new StoreDriver(store);
        byte[] content = StoreDriver.bytes(100_000, 1);
        long extent = store.allocate(content.length);
        inject(base, "write", "failure");
        RecordedCompletion failed = driver.write(extent, content);
        RecordedCompletion after = driver.write(extent, content);
        inject(base, "read", "failure");
        RecordedCompletion unread = driver.failedRead(extent, content.length);

        assertThat(failed.failure()).isInstanceOf(IOException.class).hasMessageContaining("error");
        after.requireCompletedOnce();
        assertThat(unread.failures()).isEqualTo(1);
        assertThat(driver.read(extent, content.length)).isEqualTo(content);
        assertThat(store.figures().failures()).isEqualTo(2);
        store.poll();
        assertThat(store.figures().stagedBytes()).isZero();
    }

    /** A sparse file on a file system that is smaller. */
    @Test
    void shouldTellThatADeviceIsFullAndServeWhatItHolds(@TempDir Path folder) throws Exception {
        mount(folder);
        try {
            fillAndRead(folder.resolve("sparse"));
        } finally {
            unmount(folder);
        }
    }

    private static void mount(Path folder) throws Exception {
        int status = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.toString());
        assumeTrue(status == 0, "no small file system can be mounted here: that needs root");
    }

    private static void unmount(Path folder) throws Exception {
        assertThat(run("umount", "--lazy", folder.toString())).isZero();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void fillAndRead(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(40 << 20);
        }
        String name = SpdkForTests.newName();
        SpdkForTests.call("bdev_aio_create", Map.of("filename", file.toString(), "name", name, "block_size", 4096));
        SpdkChunkStore store =
                SpdkChunkStore.open(SpdkForTests.environment(), name, 32 << 20, SpdkStoreContract.OPTIONS);
        open.add(store);
        StoreDriver driver = new StoreDriver(store);
        byte[] content = StoreDriver.bytes(1 << 20, 1);
        List<Long> written = new ArrayList<>();
        RecordedCompletion last;
        do {
            long extent = store.allocate(content.length);
            last = driver.write(extent, content);
            written.add(extent);
        } while (last.failures() == 0);

        assertThat(last.failure()).isInstanceOf(MediumFullException.class);
        assertThat(written).hasSizeGreaterThan(2);
        written.removeLast();
        for (long extent : written) {
            assertThat(driver.read(extent, content.length)).isEqualTo(content);
        }
        assertThat(store.figures().failures()).isEqualTo(1);
        close(store);
        SpdkForTests.call("bdev_aio_delete", Map.of("name", name));
    }

    /** The write's own blocks are not all it needs: its neighbour's must be read first. */
    @Test
    void shouldTellWhenANeighboursBytesCannotBeRead() throws IOException {
        String base = SpdkForTests.malloc(DEVICE_BYTES);
        SpdkForTests.call("bdev_error_create", Map.of("base_name", base));
        SpdkChunkStore store = open("EE_" + base);
        StoreDriver driver = new StoreDriver(store);
        long extent = store.allocate(10_000);
        inject(base, "read", "failure");
        RecordedCompletion ragged = driver.begin(extent, 10_000, 1_000, StoreDriver.bytes(5_000, 1));
        driver.await(() -> ragged.calls() > 0);
        RecordedCompletion again = driver.begin(extent, 10_000, 1_000, StoreDriver.bytes(5_000, 1));
        driver.await(() -> again.calls() > 0);

        assertThat(ragged.failures()).isEqualTo(1);
        again.requireCompletedOnce();
    }

    @Test
    void shouldTellOfADeviceThatDoesNotAnswerAndCloseOnceItDoes() throws IOException {
        String base = SpdkForTests.malloc(DEVICE_BYTES);
        String slow = SpdkForTests.newName();
        SpdkForTests.call(
                "bdev_delay_create",
                Map.of(
                        "base_bdev_name", base,
                        "name", slow,
                        "avg_read_latency", 1_500_000,
                        "p99_read_latency", 1_500_000,
                        "avg_write_latency", 1_500_000,
                        "p99_write_latency", 1_500_000));
        SpdkChunkStore store = open(slow, new SpdkStoreOptions(16, 16 << 20, Duration.ofMillis(50)));
        StoreDriver driver = new StoreDriver(store);
        long extent = store.allocate(4_096);
        RecordedCompletion late = driver.begin(extent, 4_096, 0, StoreDriver.bytes(4_096, 1));

        driver.await(() -> late.overdueCalls() == 1);

        assertThat(late.overdue()).hasMessageContaining("within 50 ms");
        assertThat(late.calls()).isZero();
        assertThat(store.figures().transfers().overdueTransfers()).isEqualTo(1);
        driver.await(() -> late.calls() == 1);
        assertThat(store.figures().transfers().overdueTransfers()).isZero();
    }

    @Test
    void shouldFailTransfersToADeviceThatWasRemoved() throws Exception {
        String device = SpdkForTests.malloc(DEVICE_BYTES);
        SpdkChunkStore store = open(device);
        StoreDriver driver = new StoreDriver(store);
        long extent = store.allocate(4_096);
        driver.write(extent, StoreDriver.bytes(4_096, 1)).requireCompletedOnce();
        Thread removal = new Thread(() -> {
            try {
                SpdkForTests.call("bdev_malloc_delete", Map.of("name", device));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        removal.start();
        driver.await(() -> store.figures().isRemoved());
        RecordedCompletion failed = driver.write(extent, StoreDriver.bytes(4_096, 1));
        // Only now can it go: somebody had it open.
        close(store);
        removal.join(10_000);

        assertThat(failed.failure()).isNotNull();
        assertThat(removal.isAlive()).isFalse();
    }

    // --- Bounds ---

    @Test
    void shouldBeBusyWhenTheSlabIsUsedUpAndHaveRoomAfterwards() throws IOException {
        SpdkChunkStore store = open(
                SpdkForTests.malloc(DEVICE_BYTES),
                new SpdkStoreOptions(16, SpdkStoreOptions.STAGING_BYTES_MIN, Duration.ofSeconds(5)));
        List<ChunkWrite> begun = new ArrayList<>();
        long extent = store.allocate(1 << 20);
        ChunkWrite next = store.newWrite();
        while (next.begin(extent, 1 << 20, 0, 1 << 20) == Admission.ACCEPTED) {
            begun.add(next);
            next = store.newWrite();
            assertThat(begun.size()).isLessThan(16);
        }
        begun.removeLast().cancel();

        assertThat(next.begin(extent, 1 << 20, 0, 1 << 20)).isEqualTo(Admission.ACCEPTED);
        next.cancel();
        begun.forEach(ChunkWrite::cancel);
    }

    @Test
    void shouldTakeMoreTransfersThanTheDeviceIsGivenAtOnce() throws IOException {
        SpdkChunkStore store =
                open(SpdkForTests.malloc(DEVICE_BYTES), new SpdkStoreOptions(2, 16 << 20, Duration.ofSeconds(5)));
        StoreDriver driver = new StoreDriver(store);
        List<RecordedCompletion> completions = new ArrayList<>();
        List<Long> extents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            extents.add(store.allocate(5_000));
            completions.add(driver.begin(extents.getLast(), 5_000, 0, StoreDriver.bytes(5_000, i)));
        }
        driver.await(() -> completions.stream().allMatch(completion -> completion.calls() == 1));

        for (int i = 0; i < 100; i++) {
            assertThat(driver.read(extents.get(i), 5_000)).isEqualTo(StoreDriver.bytes(5_000, i));
        }
    }

    /** Each of them reads the blocks that it shares and writes them back; done at once, one would undo the other. */
    @Test
    void shouldKeepEveryByteOfPartsThatShareBlocksWrittenAtOnce() throws IOException {
        SpdkChunkStore store = open(SpdkForTests.malloc(DEVICE_BYTES));
        StoreDriver driver = new StoreDriver(store);
        for (int partLength : new int[] {100, 1_000, 4_095, 4_097, 9_999}) {
            byte[] content = StoreDriver.bytes(16 * partLength, partLength);
            long extent = store.allocate(content.length);
            List<RecordedCompletion> completions = new ArrayList<>();
            for (int offset = 0; offset < content.length; offset += partLength) {
                byte[] part = Arrays.copyOfRange(content, offset, offset + partLength);
                completions.add(driver.begin(extent, content.length, offset, part));
            }
            driver.await(() -> completions.stream().allMatch(completion -> completion.calls() == 1));
            assertThat(driver.read(extent, content.length)).isEqualTo(content);
        }
    }

    // --- Whose device it is ---

    @Test
    void shouldKnowItsDeviceAgainAndRefuseToGiveItToAnotherNode() throws IOException {
        String device = SpdkForTests.malloc(DEVICE_BYTES);
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path other = Files.createDirectory(folder.resolve("other"));
        SpdkChunkStore store = open(device);

        assertThat(new LabelledDevice(store, mine, false).take()).isFalse();
        assertThat(new LabelledDevice(store, mine, false).take()).isTrue();
        assertThatThrownBy(() -> new LabelledDevice(store, other, false).take())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(device, other.toString(), "another node", "--bdev-erase");
        assertThat(new LabelledDevice(store, other, true).take()).isFalse();
        assertThatThrownBy(() -> new LabelledDevice(store, mine, false).take()).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseADeviceWithSomethingOnIt() throws IOException {
        for (long place : new long[] {1_080, 64 << 10, (1 << 20) - 1, DEVICE_BYTES - 512}) {
            Path file = folder.resolve("disk" + place);
            try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
                disk.setLength(DEVICE_BYTES);
                disk.seek(place);
                disk.write(0x53);
            }
            String name = SpdkForTests.newName();
            SpdkForTests.call("bdev_aio_create", Map.of("name", name, "filename", file.toString(), "block_size", 4096));
            SpdkChunkStore store = open(name);

            assertThatThrownBy(() -> new LabelledDevice(store, folder, false).take())
                    .as("something at byte %d", place)
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("neither blank", "--bdev-erase");
        }
    }

    @Test
    void shouldBeginAnewOnABlankDeviceInThePlaceOfTheFormer() throws IOException {
        SpdkChunkStore former = open(SpdkForTests.malloc(DEVICE_BYTES));
        assertThat(new LabelledDevice(former, folder, false).take()).isFalse();
        close(former);

        SpdkChunkStore blank = open(SpdkForTests.malloc(DEVICE_BYTES));
        assertThat(new LabelledDevice(blank, folder, false).take()).isFalse();
        assertThat(new LabelledDevice(blank, folder, false).take()).isTrue();
    }

    @Test
    void shouldRefuseADeviceThatIsTooSmallOrAbsent() throws IOException {
        String small = SpdkForTests.malloc(CAPACITY_BYTES);

        assertThatThrownBy(() -> open(small)).isInstanceOf(IOException.class).hasMessageContaining("--capacity");
        assertThatThrownBy(() -> open("nothing"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SPDK has none of that name");
    }

    // --- The JVM ---

    /** SPDK's constructor takes SIGBUS; a mapped file that was cut short would then be touched for ever. */
    @Test
    void shouldLeaveTheFaultsOfMappedFilesToTheJvm() {
        assertThat(SignalHandlers.libraryThatHandles(SignalHandlers.SIGBUS)).endsWith("libjvm.so");
    }

    /** The environment binds its thread to a core, and what that starts would inherit it. */
    @Test
    void shouldLeaveTheCoresOfThreadsAlone() throws IOException {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            List<Path> reactors = threads.filter(SpdkFaultsTest::isReactor).toList();
            assertThat(reactors).isNotEmpty();
            for (Path reactor : reactors) {
                assertThat(cores(reactor)).isEqualTo(cores(Path.of("/proc/self")));
            }
        }
    }

    private static boolean isReactor(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("spdk-reactor");
        } catch (IOException e) {
            return false;
        }
    }

    private static String cores(Path task) throws IOException {
        return Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow();
    }

    // --- The original's bugs (ORIGINAL.md §8.3) ---

    @Test
    @DisplayName("6: NVMe put_buffer/get_buffer with length mod 512 != 0 fail")
    void row6() throws IOException {
        SpdkChunkStore store = open(SpdkForTests.malloc(DEVICE_BYTES));
        StoreDriver driver = new StoreDriver(store);
        for (int length : new int[] {1, 2, 511, 513, 1_023, 4_095, 4_097, 65_535, 100_001}) {
            byte[] content = StoreDriver.bytes(length, length);
            long extent = store.allocate(length);
            driver.write(extent, content).requireCompletedOnce();
            assertThat(driver.read(extent, length)).as("%d bytes", length).isEqualTo(content);
        }
    }

    @Test
    @DisplayName("18: ReFlex region off by one GiB; asserts reachable by clients")
    void row18() throws IOException {
        SpdkChunkStore store = open(SpdkForTests.malloc(CAPACITY_BYTES + BdevLabel.DATA_START));
        StoreDriver driver = new StoreDriver(store);
        byte[] content = StoreDriver.bytes(4_096, 1);
        for (int i = 0; i < CAPACITY_BYTES / 4_096; i++) {
            long extent = store.allocate(4_096);
            assertThat(extent).isBetween(0L, CAPACITY_BYTES - 4_096);
            driver.write(extent, content).requireCompletedOnce();
        }

        assertThat(store.allocate(1)).as("nothing lies beyond the end").isEqualTo(-1);
        RecordedCompletion beyond = driver.failedRead(CAPACITY_BYTES, 4_096);
        assertThat(beyond.failure())
                .as("a range beyond the device fails, the process goes on")
                .isNotNull();
        assertThat(driver.read(0, 4_096)).isEqualTo(content);
        assertThat(driver.read(CAPACITY_BYTES - 4_096, 4_096)).isEqualTo(content);
    }

    private static void inject(String base, String operation, String error) throws IOException {
        SpdkForTests.call(
                "bdev_error_inject_error",
                Map.of("name", "EE_" + base, "io_type", operation, "error_type", error, "num", 1));
    }
}
