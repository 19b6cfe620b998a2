package io.pocket.benchmarks.bed;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.SocketPeer;
import io.pocket.benchmarks.worker.WorkerJvm;
import io.pocket.cli.cluster.ChildProcess;
import io.pocket.cli.cluster.FreePorts;
import io.pocket.cli.cluster.Launch;
import io.pocket.cli.cluster.ProcessGroup;
import io.pocket.cli.cluster.Readiness;
import io.pocket.cli.cluster.RunDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The servers that Pocket is compared with: on loopback, each on a free port, nothing of them on disk. */
public final class Peers implements AutoCloseable {
    /** What to do about a peer that is not installed. */
    public static final String REMEDY = "apt-get install redis-server memcached";

    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final long LOG_BYTES = 16 << 20;
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private final ProcessGroup group = new ProcessGroup(RunDirectory.create(LOG_BYTES));
    private final FreePorts ports = new FreePorts(RandomGenerator.getDefault());
    private final Map<ContenderKind, String> addresses = new EnumMap<>(ContenderKind.class);
    private final List<String> prefix;

    /** @param prefix before each command, see {@link Cores} */
    public Peers(List<String> prefix) {
        this.prefix = List.copyOf(prefix);
    }

    /** Starts what a contender needs, if that is not there yet; false if it is not installed. */
    public boolean start(ContenderKind kind) {
        if (addresses.containsKey(kind)) {
            return true;
        }
        return switch (kind) {
            case REDIS, JEDIS -> startRedis();
            case MEMCACHED -> startMemcached();
            case SOCKET -> startSocket();
            case POCKET -> throw new IllegalArgumentException("Pocket is no peer of itself");
        };
    }

    /** Where a started peer listens. */
    public Optional<String> address(ContenderKind kind) {
        return Optional.ofNullable(addresses.get(kind));
    }

    private boolean startRedis() {
        if (!Programs.has("redis-server")) {
            return false;
        }
        int port = ports.next();
        run(
                "redis",
                port,
                List.of(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        group.directory().path().toString()));
        addresses.put(ContenderKind.REDIS, "127.0.0.1:" + port);
        addresses.put(ContenderKind.JEDIS, "127.0.0.1:" + port);
        return true;
    }

    private boolean startMemcached() {
        if (!Programs.has("memcached")) {
            return false;
        }
        int port = ports.next();
        run(
                "memcached",
                port,
                List.of(
                        "memcached",
                        "-l",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        "0",
                        "-I",
                        "64m",
                        "-m",
                        "2048",
                        "-u",
                        System.getProperty("user.name")));
        addresses.put(ContenderKind.MEMCACHED, "127.0.0.1:" + port);
        return true;
    }

    private boolean startSocket() {
        int port = ports.next();
        run(
                "socket",
                port,
                WorkerJvm.USUAL.command(
                        SocketPeer.class.getName(), Integer.toString(port), Integer.toString(64 << 20)));
        addresses.put(ContenderKind.SOCKET, "127.0.0.1:" + port);
        return true;
    }

    private void run(String name, int port, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        if (Programs.has("setpriv")) {
            // Should this process be killed with kill -9, its peers go too.
            whole.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        }
        whole.addAll(command);
        Readiness ready = name.equals("socket") ? Readiness.readyLine() : process -> isListening(process, port);
        group.start(new Launch(name, whole, Map.of()), ready);
        group.awaitReady(START_DEADLINE);
    }

    private static boolean isListening(ChildProcess process, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return process.isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        group.close();
    }
}
