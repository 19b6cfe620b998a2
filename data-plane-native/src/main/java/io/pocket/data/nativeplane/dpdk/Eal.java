package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pocket.data.nativeplane.ffi.SignalGuard;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * DPDK's environment: once in a process, for its life. It has a platform thread of its own, because starting it pins its
 * caller and because error numbers belong to a thread; every control call runs there. Any thread may call.
 */
public final class Eal implements AutoCloseable {
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final int ALREADY = 114;
    private static final long CALL_SECONDS_MAX = 60;

    private final Bindings dpdk;
    private final Set<Driver> drivers;
    private final ExecutorService control;
    private final AtomicInteger openPorts = new AtomicInteger();
    private boolean closed;

    private Eal(Bindings dpdk, Set<Driver> drivers, ExecutorService control) {
        this.dpdk = dpdk;
        this.drivers = drivers;
        this.control = control;
    }

    /**
     * Loads DPDK, checks that it is laid out as expected, and starts it.
     *
     * @throws EalAlreadyStartedException if that happened in this process before
     * @throws UntestedDpdkException if it is another release than was tested
     * @throws DpdkException if it is not installed, or does not start
     */
    public static Eal start(EalOptions options) {
        Bindings dpdk = Bindings.load();
        new AbiCheck(dpdk, dpdk.release()).beforeStart();
        if (!STARTED.compareAndSet(false, true)) {
            throw new EalAlreadyStartedException();
        }
        Eal eal = new Eal(dpdk, installedDrivers(dpdk), controlThread());
        try {
            eal.onThread(() -> {
                initialise(dpdk, options);
                new AbiCheck(dpdk, dpdk.release()).afterStart();
                return null;
            });
            return eal;
        } catch (RuntimeException e) {
            eal.control.shutdown();
            throw e;
        }
    }

    private static Set<Driver> installedDrivers(Bindings dpdk) {
        Set<Driver> installed = EnumSet.noneOf(Driver.class);
        for (Driver driver : Driver.values()) {
            if (dpdk.loadDriver(driver.library())) {
                installed.add(driver);
            }
        }
        return installed;
    }

    private static ExecutorService controlThread() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("pocket-dpdk-eal").daemon(true).factory());
    }

    /** On the environment's thread. */
    static void initialise(Bindings dpdk, EalOptions options) {
        List<String> arguments = options.arguments(allowedProcessors());
        // For the life of the process: the environment keeps pointers into its arguments.
        MemorySegment vector = Arena.global().allocate(JAVA_LONG, arguments.size() + 1L);
        for (int i = 0; i < arguments.size(); i++) {
            vector.setAtIndex(
                    JAVA_LONG, i, Arena.global().allocateFrom(arguments.get(i)).address());
        }
        SignalGuard guard = SignalGuard.begin();
        try {
            if (dpdk.ealInit.asInt(arguments.size(), vector.address()) < 0) {
                throw refused(dpdk, dpdk.errorNumber(), arguments);
            }
        } finally {
            guard.close();
        }
    }

    private static DpdkException refused(Bindings dpdk, int error, List<String> arguments) {
        return error == ALREADY
                ? new EalAlreadyStartedException()
                : new DpdkException("DPDK's environment does not start with " + String.join(" ", arguments) + ": "
                        + dpdk.errorText(error) + "; its log on standard error says more. Hugepages must be reserved"
                        + " first (docs/native.md)");
    }

    private static String allowedProcessors() {
        String key = "Cpus_allowed_list:";
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new DpdkException("cannot read which processors this process may use: " + e.getMessage(), e);
        }
    }

    Bindings dpdk() {
        return dpdk;
    }

    /** Refuses a driver that is not installed, with the package that has it. */
    void requireDriver(Driver driver) {
        if (!drivers.contains(driver)) {
            throw new DpdkException("DPDK has no driver " + driver.library() + " here; on Debian 12: apt-get install "
                    + driver.debianPackage());
        }
    }

    /** What the release calls itself, such as {@code DPDK 22.11.11}. */
    public String version() {
        return dpdk.versionText();
    }

    /** Runs a control call on the environment's thread; a failed one leaves its error number there. */
    <T> T onThread(Callable<T> call) {
        try {
            return control.submit(call).get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw asUnchecked(e.getCause());
        } catch (TimeoutException e) {
            throw new DpdkException("a control call of DPDK takes longer than " + CALL_SECONDS_MAX + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DpdkException("interrupted while DPDK carries out a control call", e);
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new DpdkException(cause.getMessage(), cause);
    }

    void portOpened() {
        openPorts.incrementAndGet();
    }

    void portClosed() {
        openPorts.decrementAndGet();
    }

    /**
     * Gives the environment's memory back. It cannot be started again in this process.
     *
     * @throws DpdkException if a port is open, also one that could not be closed: its thread would use that memory
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (openPorts.get() > 0) {
            throw new DpdkException(openPorts.get() + " ports are open: DPDK's memory stays theirs; close them first");
        }
        closed = true;
        try {
            onThread(dpdk.ealCleanup::asInt);
        } finally {
            control.shutdown();
        }
    }
}
