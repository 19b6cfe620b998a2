package io.pocket.data.nativeplane.spdk;

import io.pocket.data.nativeplane.spdk.raw.Spdk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory that devices read and write by themselves. Sockets read into it and write from it too, so bytes are never copied in between.
 * Given back when its arena is closed; nothing may be under way then, or a device would write into what somebody else has by then.
 */
final class DmaSlab {

    private DmaSlab() {}

    /**
     * Takes zeroed memory.
     *
     * @param alignment a power of two
     * @throws IOException if SPDK has not so much left
     */
    @SuppressWarnings("restricted") // The length is the one that was asked for.
    static MemorySegment allocate(Arena arena, long bytes, long alignment) throws IOException {
        long address = Spdk.allocateZeroed(bytes, alignment, 0, Spdk.NUMA_ANY, Spdk.MALLOC_DMA);
        if (address == 0) {
            throw new IOException("SPDK has no " + bytes + " bytes of memory in one piece: raise --spdk-memory, or"
                    + " lower --staging");
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, memory -> Spdk.free(memory.address()));
    }
}
