package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/** Size of a table, as the library's symbol table tells it ({@code dladdr1}). */
@SuppressWarnings("restricted")
final class SymbolSize {
    private static final int RTLD_DL_SYMENT = 1;
    /** {@code st_size} in an {@code Elf64_Sym}. */
    private static final int SIZE = 16;

    private static final long DL_INFO_BYTES = 32;

    private SymbolSize() {}

    /** Bytes; -1 if no symbol is there. */
    static long at(long address) {
        NativeCall dladdr1 = new NativeCall(Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker()
                                .defaultLookup()
                                .find("dladdr1")
                                .orElseThrow(() -> new DpdkException("no dladdr1 in the C library; glibc has it")),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(DL_INFO_BYTES, Long.BYTES);
            MemorySegment symbol = arena.allocate(JAVA_LONG);
            int found = dladdr1.asInt(address, info.address(), symbol.address(), RTLD_DL_SYMENT);
            long entry = symbol.get(JAVA_LONG, 0);
            return found == 0 || entry == 0 ? -1 : NativeMemory.i64(entry + SIZE);
        }
    }
}
