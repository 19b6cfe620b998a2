package io.pocket.data.nativeplane.spdk;

import io.pocket.data.jvm.file.StoreFile;
import io.pocket.data.nativeplane.ffi.SignalGuard;
import io.pocket.data.nativeplane.spdk.raw.EnvironmentOptions;
import io.pocket.data.nativeplane.spdk.raw.Spdk;
import io.pocket.data.nativeplane.spdk.raw.SpdkLibraries;
import io.pocket.data.nativeplane.spdk.raw.SpdkUnavailableException;
import io.pocket.data.nativeplane.spdk.raw.Upcalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SPDK, started in this process. DPDK's environment can be started once in the life of a process, and so can this; after
 * {@link #close} there is no second one.
 *
 * <p><strong>Threads.</strong> Starting the environment binds the calling thread to one core, which threads made by it would inherit: so it is
 * done by the first reactor's thread, which is made for this, frees itself of that core at once, and starts no other. Methods here
 * may be called by any thread but a reactor's.
 */
public final class SpdkEnvironment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpdkEnvironment.class);

    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(30);
    private static final int UNANSWERED = Integer.MIN_VALUE;

    private static boolean started;

    private final String versions;
    private final Arena arena = Arena.ofShared();
    private final List<Reactor> reactors = new ArrayList<>();
    private final long onResult;

    /** Of the first reactor's thread. */
    private int result;

    private SpdkEnvironment(String versions) {
        this.versions = versions;
        onResult = Upcalls.ofResult((status, context) -> result = status, arena);
    }

    /**
     * Loads the libraries and starts SPDK.
     *
     * @throws SpdkUnavailableException if the libraries are not there or not of a tried release
     * @throws IOException if they are, but SPDK does not start; SPDK's own words are on the error output
     */
    public static synchronized SpdkEnvironment start(EnvironmentSettings settings)
            throws SpdkUnavailableException, IOException {
        if (started) {
            throw new IOException("SPDK was started in this process before, which it allows once");
        }
        SpdkEnvironment environment = new SpdkEnvironment(SpdkLibraries.load().versions());
        started = true;
        environment.startReactors(settings);
        LOG.info("{}, {} reactors, {}", environment.versions, settings.reactors(), settings);
        return environment;
    }

    private void startReactors(EnvironmentSettings settings) throws IOException {
        for (int number = 0; number < settings.reactors(); number++) {
            Reactor reactor = new Reactor(number, settings.poll());
            if (number == 0) {
                reactor.start(() -> initialise(settings), () -> startSubsystems(reactor));
            } else {
                reactor.start(() -> {}, () -> {});
            }
            reactors.add(reactor);
        }
    }

    /** On the first reactor's thread. */
    private void initialise(EnvironmentSettings settings) throws IOException {
        int memoryMebibytes = Math.toIntExact((settings.memoryBytes() + (1 << 20) - 1) >> 20);
        // DPDK takes SIGBUS for the time in which it touches hugepages.
        SignalGuard handlers = SignalGuard.begin();
        try {
            Spdk.logPrintLevel(Spdk.LOG_WARN);
            MemorySegment options =
                    EnvironmentOptions.allocate(arena, memoryMebibytes, settings.hugePages(), 0, settings.allowed());
            require(
                    "starting SPDK's environment with " + memoryMebibytes + " MiB"
                            + (settings.hugePages() ? " of hugepages" : ""),
                    Spdk.environmentInit(options.address()));
        } catch (SpdkUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            handlers.close();
        }
        Spdk.unaffinitizeThread();
        require("starting SPDK's threads", Spdk.threadLibraryInit(0, 0));
    }

    /** On the first reactor's thread, which is now SPDK's application thread. */
    private void startSubsystems(Reactor reactor) throws IOException {
        load(reactor, SpdkConfig.start(), "configuring SPDK");
        result = UNANSWERED;
        Spdk.subsystemInit(onResult, 0);
        awaitResult(reactor, "starting SPDK's subsystems");
        Spdk.rpcSetState(Spdk.RPC_RUNTIME);
    }

    /**
     * Has SPDK carry out a configuration: makes devices, say.
     *
     * @param json in the form of SPDK's configuration files
     */
    public synchronized void configure(String json, String what) throws IOException {
        Reactor first = reactors.getFirst();
        first.call(what, () -> load(first, json, what));
    }

    /**
     * Makes a device; its name is then {@link BdevSpec#bdevName}. A file that is absent is made first, with room for the chunks.
     *
     * @throws IOException if it cannot be reached or made
     */
    public void make(BdevSpec spec, long capacityBytes) throws IOException {
        Path file = spec.file();
        if (file != null && Files.notExists(file)) {
            StoreFile.make(file, BdevLabel.DATA_START + capacityBytes);
        }
        if (!(spec instanceof BdevSpec.Named)) {
            configure(SpdkConfig.device(spec), "making the device of " + spec);
        }
    }

    private void load(Reactor reactor, String json, String what) throws IOException {
        try (Arena ofCall = Arena.ofConfined()) {
            byte[] text = json.getBytes(StandardCharsets.UTF_8);
            MemorySegment copy = ofCall.allocate(text.length + 1L);
            MemorySegment.copy(text, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, text.length);
            result = UNANSWERED;
            Spdk.subsystemLoadConfig(copy.address(), text.length, onResult, 0, true);
            awaitResult(reactor, what);
        }
    }

    private void awaitResult(Reactor reactor, String what) throws IOException {
        long deadline = System.nanoTime() + ANSWER_DEADLINE.toNanos();
        while (result == UNANSWERED) {
            reactor.turn();
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(what + ": SPDK did not answer within " + ANSWER_DEADLINE.toSeconds() + " s");
            }
        }
        require(what, result);
    }

    private static void require(String what, int status) throws IOException {
        if (status != DeviceStatus.OK) {
            throw new IOException(
                    what + " failed: " + DeviceStatus.describe(status) + "; SPDK's own words are on the error output");
        }
    }

    /** Such as {@code SPDK v26.05 on DPDK 22.11.11}. */
    public String versions() {
        return versions;
    }

    /** The threads that poll; the first is SPDK's application thread. */
    List<Reactor> reactors() {
        return List.copyOf(reactors);
    }

    /** Time so far in which reactors had something to do, and all time so far, in seconds; the sum over the reactors. */
    public double busySeconds() {
        return reactors.stream().mapToLong(Reactor::busyNanos).sum() / 1e9;
    }

    /** See {@link #busySeconds}. */
    public double totalSeconds() {
        return reactors.stream().mapToLong(Reactor::totalNanos).sum() / 1e9;
    }

    /**
     * Ends SPDK's subsystems and the reactors. All devices are closed. SPDK's memory stays taken until the process ends, since its
     * environment cannot be started again.
     */
    @Override
    public void close() {
        Reactor first = reactors.getFirst();
        try {
            first.call("ending SPDK's subsystems", () -> {
                result = UNANSWERED;
                Spdk.subsystemFini(onResult, 0);
                awaitResult(first, "ending SPDK's subsystems");
            });
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
        }
        for (Reactor reactor : reactors.reversed()) {
            reactor.stop();
        }
    }
}
