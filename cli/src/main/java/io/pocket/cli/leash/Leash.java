package io.pocket.cli.leash;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Runs another main class and halts the process when its parent has gone.
 *
 * <p>When a process ends, even by {@code kill -9}, the system gives its children to another parent. So a child that is
 * told its parent's process id, and finds that its parent has another, has lost it. Ids that are used again do no harm:
 * the id is compared with the one that the system holds for this process, not looked up.
 *
 * <p>Why not wait for the end of standard input: the thread would be in a native read for good, and HotSpot waits 300 ms
 * for such threads at each exit, which is longer than most functions run. Why not {@code PR_SET_PDEATHSIG}: it fires
 * when the parent's <em>thread</em> that forked ends.
 */
public final class Leash {

    /** Environment variable with the parent's process id. Without it nothing is watched. */
    public static final String PARENT = "POCKET_PARENT_PID";

    /** Exit status of a process whose parent went away. */
    public static final int PARENT_GONE = 143;

    private static final int INTERVAL_MILLIS = 250;

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
        hold();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        mainOf(arguments[0]).invokeExact(rest);
    }

    /** Halts this process, without shutdown hooks, when its parent has gone; the watcher is a daemon thread. */
    public static void hold() {
        String parent = System.getenv(PARENT);
        if (parent == null) {
            return;
        }
        long parentId = Long.parseLong(parent);
        Thread watcher = new Thread(() -> watch(parentId), "leash");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void watch(long parentId) {
        try {
            // Sleeps first: most functions have ended by then, and never pay for the look at the process table.
            do {
                Thread.sleep(INTERVAL_MILLIS);
            } while (isParent(parentId));
            Runtime.getRuntime().halt(PARENT_GONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isParent(long parentId) {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) == parentId;
    }

    private static MethodHandle mainOf(String className) throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findStatic(Class.forName(className), "main", MethodType.methodType(void.class, String[].class));
    }
}
