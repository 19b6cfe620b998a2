package io.pocket.cli.leash;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Runs another main class and halts the process when standard input ends.
 *
 * <p>The parent keeps the write end of the child's standard input and never writes. The kernel closes that end when the
 * parent goes, even by {@code kill -9}, so the child reads end-of-file and halts. This needs no polling, no process
 * ids that could be reused, and works on any system with pipes. ({@code PR_SET_PDEATHSIG} would not do: it fires when
 * the parent's <em>thread</em> that forked ends.)
 */
public final class Leash {

    /** Exit status of a process whose parent went away. */
    public static final int PARENT_GONE = 143;

    private Leash() {}

    /**
     * Starts watching and runs the main class.
     *
     * @param arguments name of the main class, then its arguments
     * @throws Throwable whatever the main class throws
     */
    public static void main(String[] arguments) throws Throwable {
        if (arguments.length == 0) {
            System.err.println("usage: Leash <main class> [arguments]");
            System.exit(2);
        }
        hold(System.in);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        mainOf(arguments[0]).invokeExact(rest);
    }

    /** Halts this process, without shutdown hooks, when {@code parent} ends; the watcher is a daemon thread. */
    public static void hold(InputStream parent) {
        Thread watcher = new Thread(() -> haltAtEnd(parent), "leash");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static MethodHandle mainOf(String className) throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findStatic(Class.forName(className), "main", MethodType.methodType(void.class, String[].class));
    }

    private static void haltAtEnd(InputStream parent) {
        drain(parent);
        Runtime.getRuntime().halt(PARENT_GONE);
    }

    private static void drain(InputStream parent) {
        byte[] ignored = new byte[64];
        try {
            while (parent.read(ignored) >= 0) {
                // Whatever a parent might write is no message.
            }
        } catch (IOException e) {
            // A broken pipe is the same news as its end.
        }
    }
}
