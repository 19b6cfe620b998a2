package io.pocket.data.nativeplane.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Who handles a signal in this process, by {@code sigaction} and {@code dladdr}. */
@SuppressWarnings("restricted") // Native calls are the point.
public final class SignalHandlers {
    public static final int SIGBUS = 7;

    /** More than any {@code struct sigaction}, whose first field is the handler on Linux, and than {@code Dl_info}, whose first is the file. */
    private static final long ROOM_BYTES = 512;

    private SignalHandlers() {}

    public static String libraryThatHandles(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(ROOM_BYTES);
            MemorySegment origin = arena.allocate(ROOM_BYTES);
            int failed = (int) function("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS))
                    .invokeExact(signal, MemorySegment.NULL, action);
            int found = (int) function("dladdr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                    .invokeExact(action.get(ADDRESS, 0), origin);
            return failed != 0 || found == 0
                    ? "no library"
                    : origin.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
