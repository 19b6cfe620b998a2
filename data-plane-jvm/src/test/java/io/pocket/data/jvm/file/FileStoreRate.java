package io.pocket.data.jvm.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures the store beside fio, in turns, on one file in one state, with the same pattern, and prints each round and the
 * medians. Both bypass the page cache through io_uring; the store has its defaults but for the number under way. First every
 * block is overwritten ({@code write}) and read ({@code read}) at random. Then blocks that were set aside but never written
 * are written once each ({@code first}): there the file system has to note each first write.
 *
 * <p>Arguments: file (made, and removed at the end), its size in MiB, chunk size in KiB, operations under way, rounds, seconds
 * of each measurement, and perhaps {@code copy}, to have the store's owner copy each chunk's bytes into the staging area. Wants
 * {@code fio} on the path.
 */
final class FileStoreRate {

    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private final Path file;
    private final RateCase what;
    private final int rounds;
    private final Duration time;
    private final boolean copies;
    private final FioRate fio;

    private FileStoreRate(String[] arguments) {
        file = Path.of(arguments[0]);
        what = new RateCase(
                Long.parseLong(arguments[1]) << 20,
                Integer.parseInt(arguments[2]) << 10,
                Integer.parseInt(arguments[3]));
        rounds = Integer.parseInt(arguments[4]);
        time = Duration.ofSeconds(Long.parseLong(arguments[5]));
        copies = arguments.length > 6 && arguments[6].equals("copy");
        fio = new FioRate(file, what);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FileStoreRate rate = new FileStoreRate(arguments);
        if (Files.exists(rate.file)) {
            throw new IOException(rate.file + " exists: name a file that may be made and removed");
        }
        try {
            rate.fio.layOut();
            rate.compare("write", () -> rate.fio.again(true, WARM_UP, rate.time), () -> rate.ofStore(true));
            rate.compare("read", () -> rate.fio.again(false, WARM_UP, rate.time), () -> rate.ofStore(false));
            rate.compare("first", rate::firstOfFio, rate::firstOfStore);
        } finally {
            Files.deleteIfExists(rate.file);
        }
    }

    private interface Measurement {
        double mebibytesPerSecond() throws IOException, InterruptedException;
    }

    private double ofStore(boolean write) throws IOException, InterruptedException {
        try (FileChunkStore store = open()) {
            return new StoreRate(store, what, copies).again(write, WARM_UP, time);
        }
    }

    private double firstOfFio() throws IOException, InterruptedException {
        Files.delete(file);
        return fio.once();
    }

    private double firstOfStore() throws IOException, InterruptedException {
        Files.delete(file);
        try (FileChunkStore store = open()) {
            return new StoreRate(store, what, copies).once();
        }
    }

    private FileChunkStore open() throws IOException {
        FileStoreOptions usual = FileStoreOptions.defaults();
        return FileChunkStore.open(
                file,
                what.fileBytes(),
                new FileStoreOptions(what.depth(), usual.stagingBytes(), usual.transferTimeout(), true, true));
    }

    private void compare(String name, Measurement ofFio, Measurement ofStore) throws IOException, InterruptedException {
        double[] fioRates = new double[rounds];
        double[] storeRates = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            // In changing order: what one leaves behind in the disk must not always meet the other.
            boolean fioFirst = i % 2 == 0;
            double first = (fioFirst ? ofFio : ofStore).mebibytesPerSecond();
            double second = (fioFirst ? ofStore : ofFio).mebibytesPerSecond();
            fioRates[i] = fioFirst ? first : second;
            storeRates[i] = fioFirst ? second : first;
            print(name + " round " + (i + 1), fioRates[i], storeRates[i]);
        }
        print(name + " median", median(fioRates), median(storeRates));
    }

    private void print(String name, double ofFio, double ofStore) {
        System.out.printf(
                "%s, %d KiB, depth %d: fio %.0f MiB/s, store %.0f MiB/s, ratio %.2f%n",
                name, what.chunkBytes() >> 10, what.depth(), ofFio, ofStore, ofStore / ofFio);
    }

    private static double median(double[] rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
