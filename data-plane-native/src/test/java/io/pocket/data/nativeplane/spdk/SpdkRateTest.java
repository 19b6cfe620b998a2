package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import io.pocket.data.nativeplane.spdk.raw.SpdkUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store beside SPDK's own {@code bdevperf}: same kind of device, 64 KiB, one and 32 transfers under way; the medians of rounds that take turns.
 * Prints a line for each case. {@code ./pocket test slow SpdkRateTest}
 */
@Tag("slow")
class SpdkRateTest {

    private static final int TRANSFER_BYTES = 64 << 10;
    private static final long CAPACITY_BYTES = 256L << 20;
    private static final int ROUNDS = Integer.getInteger("spdk.rate.rounds", 3);
    private static final int SECONDS = 2;
    private static final Pattern TOTAL = Pattern.compile("Total\\s*:\\s*([0-9.]+)");

    @TempDir
    Path folder;

    @Test
    void shouldBeAsFastAsBdevperf() throws Exception {
        Path bdevperf = bdevperf();
        List<String> slow = new ArrayList<>();
        try (SpdkEnvironment environment = environment()) {
            for (String kind : List.of("malloc", "aio")) {
                String device = device(environment, kind);
                for (int depth : new int[] {1, 32}) {
                    for (String operation : List.of("randread", "randwrite")) {
                        compare(environment, bdevperf, kind, device, depth, operation, slow);
                    }
                }
            }
        }
        assertThat(slow).as("cases below their share of bdevperf's rate").isEmpty();
    }

    private void compare(
            SpdkEnvironment environment,
            Path bdevperf,
            String kind,
            String device,
            int depth,
            String operation,
            List<String> slow)
            throws Exception {
        double[] theirs = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            theirs[round] = rateOfBdevperf(bdevperf, kind, depth, operation);
            ours[round] = rateOfStore(environment, device, depth, operation.endsWith("write"));
        }
        double share = median(ours) / median(theirs);
        String line = "%s %s 64 KiB depth %d: bdevperf %.0f/s, SpdkChunkStore %.0f/s, share %.3f"
                .formatted(kind, operation, depth, median(theirs), median(ours), share);
        System.out.println(line);
        if (share < (kind.equals("malloc") ? 0.90 : 0.95)) {
            slow.add(line);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Path bdevperf() {
        String named = System.getenv("POCKET_SPDK_BDEVPERF");
        String library = System.getenv("POCKET_SPDK_LIB");
        Path binary =
                named != null ? Path.of(named) : library == null ? null : Path.of(library, "..", "bin", "bdevperf");
        if (binary == null || !Files.isExecutable(binary)) {
            return abort("no bdevperf: set POCKET_SPDK_BDEVPERF");
        }
        return binary;
    }

    private static SpdkEnvironment environment() throws IOException {
        try {
            return SpdkEnvironment.start(new EnvironmentSettings(1L << 30, false, 1, PollPolicy.ADAPTIVE, List.of()));
        } catch (SpdkUnavailableException e) {
            return abort(e.getMessage());
        }
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.notExists(file)) {
            byte[] piece = new byte[1 << 20];
            new Random(1).nextBytes(piece);
            try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
                for (long at = 0; at < CAPACITY_BYTES + BdevLabel.DATA_START; at += piece.length) {
                    disk.write(piece);
                }
                disk.getFD().sync();
            }
        }
        return file;
    }

    private String device(SpdkEnvironment environment, String kind) throws IOException {
        environment.configure(SpdkConfig.runtime(creation(kind, "ours")), "making a device");
        return kind + "-ours";
    }

    private String creation(String kind, String whose) throws IOException {
        String name = kind + "-" + whose;
        return kind.equals("malloc")
                ? SpdkConfig.method(
                        "bdev_malloc_create",
                        Map.of(
                                "name",
                                name,
                                "num_blocks",
                                (CAPACITY_BYTES + BdevLabel.DATA_START) / 4096,
                                "block_size",
                                4096))
                : SpdkConfig.method(
                        "bdev_aio_create",
                        Map.of("name", name, "filename", file("disk").toString(), "block_size", 4096));
    }

    private double rateOfBdevperf(Path bdevperf, String kind, int depth, String operation) throws Exception {
        Path config = Files.writeString(folder.resolve("perf.json"), SpdkConfig.runtime(creation(kind, "theirs")));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                bdevperf.toString(),
                "-c",
                config.toString(),
                "-q",
                Integer.toString(depth),
                "-o",
                Integer.toString(TRANSFER_BYTES),
                "-w",
                operation,
                "-t",
                Integer.toString(SECONDS),
                "-m",
                "[0]",
                "--no-huge",
                "-s",
                "1024",
                "--no-pci",
                "-r",
                folder.resolve("perf.sock").toString()));
        String library = System.getenv("POCKET_SPDK_LIB");
        if (library != null) {
            builder.environment().put("LD_LIBRARY_PATH", library);
        }
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(output);
        if (process.waitFor() != 0 || !total.find()) {
            throw new AssertionError("bdevperf failed: " + output);
        }
        return Double.parseDouble(total.group(1));
    }

    private static double rateOfStore(SpdkEnvironment environment, String device, int depth, boolean write)
            throws IOException {
        SpdkStoreOptions options = new SpdkStoreOptions(depth, 64 << 20, Duration.ofSeconds(30));
        try (SpdkChunkStore store = SpdkChunkStore.open(environment, device, CAPACITY_BYTES, options)) {
            Load load = new Load(store, depth, write);
            load.run(Duration.ofSeconds(1));
            return load.run(Duration.ofSeconds(SECONDS));
        }
    }

    /** So many transfers under way, each followed by the next. */
    private static final class Load {
        private final SpdkChunkStore store;
        private final List<Slot> slots = new ArrayList<>();
        private final long[] extents = new long[(int) (CAPACITY_BYTES / TRANSFER_BYTES)];
        private final Random random = new Random(42);
        private long done;
        private boolean stopping;
        private int underWay;

        Load(SpdkChunkStore store, int depth, boolean write) {
            this.store = store;
            for (int i = 0; i < extents.length; i++) {
                extents[i] = store.allocate(TRANSFER_BYTES);
            }
            for (int i = 0; i < depth; i++) {
                slots.add(write ? new Writing() : new Reading());
            }
        }

        /** Transfers in a second. */
        double run(Duration time) {
            done = 0;
            stopping = false;
            long start = System.nanoTime();
            slots.forEach(Slot::next);
            while (System.nanoTime() - start < time.toNanos()) {
                store.poll();
            }
            double rate = done * 1e9 / (System.nanoTime() - start);
            stopping = true;
            while (underWay > 0) {
                store.poll();
            }
            return rate;
        }

        private long extent() {
            return extents[random.nextInt(extents.length)];
        }

        private abstract class Slot implements Completion {
            abstract Admission begin();

            final void next() {
                underWay++;
                if (begin() != Admission.ACCEPTED) {
                    throw new IllegalStateException("the slab is too small for the load");
                }
            }

            void ended() {
                underWay--;
                done++;
                if (!stopping) {
                    next();
                }
            }

            @Override
            public final void failed(IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }

        private final class Reading extends Slot {
            private final ChunkRead read = store.newRead();

            @Override
            Admission begin() {
                return read.begin(extent(), 0, TRANSFER_BYTES, this);
            }

            @Override
            public void completed() {
                read.release();
                ended();
            }
        }

        private final class Writing extends Slot {
            private final ChunkWrite write = store.newWrite();

            @Override
            Admission begin() {
                Admission admission = write.begin(extent(), TRANSFER_BYTES, 0, TRANSFER_BYTES);
                if (admission == Admission.ACCEPTED) {
                    write.target().position(write.target().limit());
                    write.submit(this);
                }
                return admission;
            }

            @Override
            public void completed() {
                ended();
            }
        }
    }
}
