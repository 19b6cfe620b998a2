package io.pocket.data.nativeplane.spdk;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** SPDK's own NVMe/TCP target as a process on loopback, with one namespace on a file. */
final class SpdkTarget implements AutoCloseable {

    static final String NQN = "nqn.2016-06.io.spdk:pocket-test";

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 20_000_000;

    private final Path binary;
    private final Path folder;
    private final int port;
    private Process process;

    private SpdkTarget(Path binary, Path folder, int port) {
        this.binary = binary;
        this.folder = folder;
        this.port = port;
    }

    /** Skips the test where there is no target. */
    static SpdkTarget start(Path folder, long sizeBytes) throws IOException {
        Path disk = folder.resolve("target-disk");
        try (var file = new java.io.RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        SpdkTarget target = new SpdkTarget(binary(), folder, port);
        target.restart();
        return target;
    }

    private static Path binary() {
        String named = System.getenv("POCKET_SPDK_TGT");
        String library = System.getenv("POCKET_SPDK_LIB");
        Path binary =
                named != null ? Path.of(named) : library == null ? null : Path.of(library, "..", "bin", "nvmf_tgt");
        if (binary == null || !Files.isExecutable(binary)) {
            return abort("no NVMe/TCP target: set POCKET_SPDK_TGT to SPDK's nvmf_tgt");
        }
        return binary;
    }

    BdevSpec spec() {
        return new BdevSpec.NvmeTcp("127.0.0.1", port, NQN);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the target did not end");
        }
        deleteTrace();
    }

    /** What a killed target cannot remove any more. */
    private void deleteTrace() {
        try {
            Files.deleteIfExists(Path.of("/dev/shm/nvmf_trace.pid" + process.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with the same disk and port, and waits until it listens. */
    void restart() throws IOException {
        Path config = Files.writeString(folder.resolve("target.json"), config());
        ProcessBuilder builder = new ProcessBuilder(List.of(
                binary.toString(),
                "--no-huge",
                "-s",
                "512",
                "-m",
                "[0]",
                "--no-pci",
                // Others on this machine may poll on the same core.
                "--disable-cpumask-locks",
                "-r",
                folder.resolve("rpc.sock").toString(),
                "-c",
                config.toString()));
        String library = System.getenv("POCKET_SPDK_LIB");
        if (library != null) {
            builder.environment().put("LD_LIBRARY_PATH", library);
        }
        File log = folder.resolve("target.log").toFile();
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        awaitPort(log.toPath());
    }

    private void awaitPort(Path log) throws IOException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("the target did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String config() {
        String bdev = SpdkConfig.method(
                "bdev_aio_create",
                Map.of("name", "disk", "filename", folder.resolve("target-disk").toString(), "block_size", 4096));
        String transport = SpdkConfig.method("nvmf_create_transport", Map.of("trtype", "TCP"));
        String subsystem = SpdkConfig.method(
                "nvmf_create_subsystem", Map.of("nqn", NQN, "allow_any_host", true, "serial_number", "POCKET1"));
        String namespace = """
                {"method":"nvmf_subsystem_add_ns","params":{"nqn":"%s","namespace":{"nsid":1,"bdev_name":"disk"}}}""".formatted(NQN);
        String listener = """
                {"method":"nvmf_subsystem_add_listener","params":{"nqn":"%s","listen_address":\
                {"trtype":"TCP","adrfam":"IPv4","traddr":"127.0.0.1","trsvcid":"%d"}}}""".formatted(NQN, port);
        return """
                {"subsystems":[{"subsystem":"bdev","config":[%s]},{"subsystem":"nvmf","config":[%s]}]}""".formatted(bdev, String.join(",", transport, subsystem, namespace, listener));
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
