package io.pocket.data.nativeplane.dpdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of {@link DpdkEchoMain}, as there is one environment in a process, in a network namespace. */
final class EchoProcess implements AutoCloseable {
    /** For a machine with much else to do. */
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private static final Duration END_MAX = Duration.ofSeconds(60);
    private static final String REPORT = "50ms";

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    private EchoProcess(Process process) {
        this.process = process;
        reader = Thread.ofPlatform().daemon(true).name("echo-output").start(this::read);
    }

    /** Starts one and waits until it is ready. */
    static EchoProcess start(NetworkNamespace namespace, String device, String... options) {
        return ready(launch(namespace, device, options));
    }

    /** Starts a peer to compare with, which says as well when it is ready. */
    static EchoProcess startPeer(NetworkNamespace namespace, Class<?> main) {
        return ready(launch(namespace, main, List.of()));
    }

    private static EchoProcess ready(EchoProcess echo) {
        try {
            echo.await("ready", all -> all.stream().anyMatch(line -> line.startsWith("ready ")), START_MAX);
            return echo;
        } catch (AssertionError e) {
            echo.close();
            throw e;
        }
    }

    /** Starts one that may refuse. */
    static EchoProcess launch(NetworkNamespace namespace, String device, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--device=" + device,
                "--address=" + VethPair.PORT_ADDRESS,
                "--memory=64",
                "--mbufs=8192",
                "--report=" + REPORT));
        all.addAll(Arrays.asList(options));
        return launch(namespace, DpdkEchoMain.class, all);
    }

    private static EchoProcess launch(NetworkNamespace namespace, Class<?> main, List<String> options) {
        List<String> command = new ArrayList<>(List.of(namespace.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())));
        command.addAll(options);
        try {
            return new EchoProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command, e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("output ended: " + e.getMessage());
        }
    }

    private synchronized void keep(String line) {
        lines.removeIf(old -> isFigures(old) && isFigures(line));
        lines.add(line);
        notifyAll();
    }

    private static boolean isFigures(String line) {
        return line.startsWith("received_packets=");
    }

    synchronized String output() {
        return String.join("\n", lines);
    }

    private synchronized void await(String what, Predicate<List<String>> isThere, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!isThere.test(lines)) {
            long left = end - System.nanoTime();
            if (left <= 0 || (!process.isAlive() && !reader.isAlive())) {
                throw new AssertionError("not " + what + " within " + most + " or before its end: " + lines);
            }
            try {
                wait(Math.clamp(left / 1_000_000, 1, 100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** The newest figures; a name that is absent is 0. */
    synchronized Figures figures() {
        return Figures.parse(
                lines.stream().filter(EchoProcess::isFigures).findFirst().orElse(""));
    }

    /** Waits for figures. */
    Figures awaitFigures(String what, Predicate<Figures> areThere) {
        await(what, all -> areThere.test(figures()), Duration.ofSeconds(30));
        return figures();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and the end that it should have. */
    Figures stop() {
        process.destroy();
        awaitEnd();
        return figures();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + output());
            }
            reader.join(END_MAX);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** One line of figures. */
    record Figures(Map<String, Long> values) {
        static Figures parse(String line) {
            Map<String, Long> values = new HashMap<>();
            for (String word : line.split(" ", -1)) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
                }
            }
            return new Figures(values);
        }

        long get(String name) {
            return values.getOrDefault(name, 0L);
        }
    }
}
