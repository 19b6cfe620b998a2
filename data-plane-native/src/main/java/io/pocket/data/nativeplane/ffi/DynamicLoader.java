package io.pocket.data.nativeplane.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * {@code dlopen} and {@code dlsym}. Java's own library look-up keeps symbols to the library ({@code RTLD_LOCAL}); DPDK's
 * drivers and SPDK need to find symbols of libraries that were loaded before ({@code RTLD_GLOBAL}). Libraries stay loaded
 * until the process ends, as their constructors cannot be undone. Any thread.
 */
@SuppressWarnings("restricted") // The native plane is about calling native code; the launcher allows it.
public final class DynamicLoader {
    private static final int RTLD_LAZY = 0x001;
    private static final int RTLD_GLOBAL = 0x100;
    private static final long TEXT_LENGTH_MAX = 4096;

    private final MethodHandle open;
    private final MethodHandle symbol;
    private final MethodHandle error;

    /** What dlopen returned; valid until the process ends. */
    public record Library(MemorySegment handle) {}

    private DynamicLoader(MethodHandle open, MethodHandle symbol, MethodHandle error) {
        this.open = open;
        this.symbol = symbol;
        this.error = error;
    }

    /** Empty where the C library has none. */
    public static Optional<DynamicLoader> ofPlatform() {
        Optional<MethodHandle> open = function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        Optional<MethodHandle> symbol = function("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        Optional<MethodHandle> error = function("dlerror", FunctionDescriptor.of(ADDRESS));
        return open.flatMap(o -> symbol.flatMap(s -> error.map(e -> new DynamicLoader(o, s, e))));
    }

    private static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        return symbols.find(name).map(address -> linker.downcallHandle(address, descriptor));
    }

    /**
     * Loads a library, with its symbols visible to all others.
     *
     * @param soname ELF name, found along the loader's path
     */
    public Library load(String soname) throws LibraryNotLoadedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = call(open, arena.allocateFrom(soname), RTLD_LAZY | RTLD_GLOBAL);
            if (handle.equals(MemorySegment.NULL)) {
                throw new LibraryNotLoadedException(text(call(error)));
            }
            return new Library(handle);
        }
    }

    /** Calls a function without parameters that returns a constant C string; empty if the library does not have it. */
    public Optional<String> callForText(Library library, String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = call(symbol, library.handle(), arena.allocateFrom(function));
            return Optional.of(address)
                    .filter(found -> !found.equals(MemorySegment.NULL))
                    .map(found -> Linker.nativeLinker().downcallHandle(found, FunctionDescriptor.of(ADDRESS)))
                    .map(handle -> text(call(handle)));
        }
    }

    /** Address of a symbol of any library that was loaded so far; empty if none has it. */
    public Optional<MemorySegment> find(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return Optional.of(call(symbol, MemorySegment.NULL, arena.allocateFrom(name)))
                    .filter(found -> !found.equals(MemorySegment.NULL));
        }
    }

    /**
     * A function of any library that was loaded so far. A call that can come back into Java must not be made with
     * {@code Linker.Option.critical}.
     *
     * @throws LibraryNotLoadedException if none has it
     */
    public MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options)
            throws LibraryNotLoadedException {
        MemorySegment address = find(name)
                .orElseThrow(() -> new LibraryNotLoadedException("no loaded library has the function " + name));
        return Linker.nativeLinker().downcallHandle(address, type, options);
    }

    private static String text(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? "no text"
                : address.reinterpret(TEXT_LENGTH_MAX).getString(0);
    }

    private static MemorySegment call(MethodHandle function, Object... arguments) {
        try {
            return (MemorySegment) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing checked", e);
        }
    }
}
