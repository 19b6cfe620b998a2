package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace with nothing in it but loopback. Closing it removes the interfaces that were put into it, too. */
@SuppressWarnings("restricted") // setns has no other way.
final class NetworkNamespace implements AutoCloseable {
    private static final String PREFIX = "pocket-dpdk-";
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY = 0;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** After removing those that killed test processes have left. */
    static NetworkNamespace create() {
        removeLeftOver();
        NetworkNamespace namespace = new NetworkNamespace(uniqueName());
        Command.run("ip", "netns", "add", namespace.name);
        Runtime.getRuntime().addShutdownHook(new Thread(namespace::close));
        return namespace;
    }

    static String uniqueName() {
        return PREFIX + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();
    }

    private static void removeLeftOver() {
        for (String line : Command.lines("ip", "netns", "list")) {
            String other = line.split(" ", 2)[0];
            if (other.startsWith(PREFIX)
                    && ProcessHandle.of(Long.parseLong(other.split("-", 4)[2])).isEmpty()) {
                Command.succeeds("ip", "netns", "del", other);
            }
        }
    }

    String name() {
        return name;
    }

    /** Runs {@code ip} in it. */
    void ip(String... words) {
        Command.run(command("ip", words));
    }

    /** The command that runs a program in it. */
    String[] command(String program, String... words) {
        String[] command = new String[words.length + 5];
        System.arraycopy(new String[] {"ip", "netns", "exec", name, program}, 0, command, 0, 5);
        System.arraycopy(words, 0, command, 5, words.length);
        return command;
    }

    /** Runs code on a thread that is in it: sockets which are opened there belong to it. */
    <T> T call(Callable<T> code, long secondsMax) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return code.call();
        });
        // Of its own, as a thread cannot easily be told to go back.
        Thread.ofPlatform().daemon(true).name("in-" + name).start(task);
        return task.get(secondsMax, TimeUnit.SECONDS);
    }

    private void enter() {
        try (Arena arena = Arena.ofConfined()) {
            int file = function("open", ADDRESS, JAVA_INT).asInt(arena.allocateFrom("/run/netns/" + name), O_RDONLY);
            int failed = function("setns", JAVA_INT, JAVA_INT).asInt(file, CLONE_NEWNET);
            function("close", JAVA_INT).asInt(file);
            if (file < 0 || failed != 0) {
                throw new IllegalStateException("cannot enter network namespace " + name);
            }
        }
    }

    private static NativeCall function(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return new NativeCall(linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(JAVA_INT, parameters)));
    }

    @Override
    public void close() {
        Command.succeeds("ip", "netns", "del", name);
    }
}
