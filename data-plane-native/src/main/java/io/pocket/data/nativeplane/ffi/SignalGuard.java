package io.pocket.data.nativeplane.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Keeps the JVM's handlers of faults while something that would replace them runs: the constructor of a library within
 * dlopen, or its initialisation. Without its handler of SIGBUS the JVM spins for ever on a mapped file that was cut short;
 * without that of SIGSEGV it dies at its next safepoint poll.
 */
@SuppressWarnings("restricted") // Native calls are the point.
public final class SignalGuard implements AutoCloseable {

    /** SIGILL, SIGBUS, SIGFPE, SIGSEGV of Linux: those that the JVM handles for itself. */
    private static final int[] GUARDED = {4, 7, 8, 11};

    /** More than any {@code struct sigaction} (152 bytes in glibc on x86-64 and AArch64). */
    private static final long ACTION_BYTES = 512;

    private static final MethodHandle SIGACTION = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("sigaction").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment[] saved = new MemorySegment[GUARDED.length];

    private SignalGuard() {
        for (int i = 0; i < GUARDED.length; i++) {
            saved[i] = arena.allocate(ACTION_BYTES, Long.BYTES);
            act(GUARDED[i], MemorySegment.NULL, saved[i]);
        }
    }

    /** Notes the handlers as they are; to be closed by the same thread. */
    public static SignalGuard begin() {
        return new SignalGuard();
    }

    /** Puts the handlers back. */
    @Override
    public void close() {
        for (int i = 0; i < GUARDED.length; i++) {
            act(GUARDED[i], saved[i], MemorySegment.NULL);
        }
        arena.close();
    }

    private static void act(int signal, MemorySegment set, MemorySegment old) {
        try {
            int failed = (int) SIGACTION.invokeExact(signal, set, old);
            if (failed != 0) {
                throw new IllegalStateException("sigaction(" + signal + ") failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing checked", e);
        }
    }
}
