package io.pocket.data.jvm.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What fio reaches on the file that the store is measured on: io_uring, direct I/O, random places. */
final class FioRate {

    /** Of fio's terse output, version 3: KiB a second. */
    private static final int READ_RATE_FIELD = 6;

    private static final int WRITE_RATE_FIELD = 47;

    private final Path file;
    private final RateCase what;

    FioRate(Path file, RateCase what) {
        this.file = file;
        this.what = what;
    }

    /** Gives every block of the file bytes. */
    void layOut() throws IOException, InterruptedException {
        run(List.of("--rw=write", "--bs=1m", "--end_fsync=1"));
    }

    /** MiB a second, for a time, at random places with repetition. */
    double again(boolean write, Duration warmUp, Duration time) throws IOException, InterruptedException {
        return rate(
                write,
                List.of(
                        "--rw=" + (write ? "randwrite" : "randread"),
                        "--norandommap",
                        "--randrepeat=0",
                        "--time_based",
                        "--ramp_time=" + warmUp.toSeconds() + "s",
                        "--runtime=" + time.toSeconds() + "s"));
    }

    /** MiB a second of writing each block of a file of set-aside, never written blocks once, in random order. */
    double once() throws IOException, InterruptedException {
        return rate(true, List.of("--rw=randwrite", "--fallocate=native"));
    }

    private double rate(boolean write, List<String> more) throws IOException, InterruptedException {
        String[] fields = run(more).split(";", -1);
        return Double.parseDouble(fields[write ? WRITE_RATE_FIELD : READ_RATE_FIELD]) / 1024;
    }

    private String run(List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=rate",
                "--filename=" + file,
                "--size=" + what.fileBytes(),
                "--bs=" + what.chunkBytes(),
                "--ioengine=io_uring",
                "--direct=1",
                "--iodepth=" + what.depth(),
                "--output-format=terse"));
        command.addAll(more);
        Process fio = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(fio.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!fio.waitFor(1, TimeUnit.MINUTES) || fio.exitValue() != 0) {
            fio.destroyForcibly();
            throw new IOException("fio failed: " + output);
        }
        return output.strip();
    }
}
