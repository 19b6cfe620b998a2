package io.pocket.data.nativeplane.spdk.raw;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@code struct spdk_env_opts}. The caller's size is a field: SPDK reads no further than that. Its defaults are compared with
 * those we know before anything is written, so that a layout which has moved is found out.
 */
public final class EnvironmentOptions {

    private static final long NAME = 0;
    private static final long CORE_MASK = 8;
    private static final long SHM_ID = 24;
    private static final long MEM_CHANNEL = 28;
    private static final long MAIN_CORE = 32;
    private static final long MEM_SIZE = 36;
    private static final long NO_PCI = 40;
    private static final long NO_HUGE = 43;
    private static final long NUM_PCI_ADDR = 48;
    private static final long PCI_ALLOWED = 72;
    private static final long BASE_ADDRESS = 88;
    private static final long OPTS_SIZE = 112;
    private static final long BASE_ADDRESS_USUAL = 0x200000000000L;

    /** {@code struct spdk_pci_addr}: domain (32 bits), bus, device, function (8 bits each), padded. */
    private static final long PCI_ADDRESS_BYTES = 8;

    private static final int UNSET = -1;
    private static final long TEXT_MAX = 64;

    private EnvironmentOptions() {}

    /**
     * Makes the struct in the arena.
     *
     * @param memoryMebibytes what SPDK may allocate in all
     * @param hugePages whether from hugepages
     * @param allowed PCI devices that may be touched; with none the bus is not looked at
     * @throws SpdkUnavailableException if the defaults are not those of the tried release
     */
    public static MemorySegment allocate(
            Arena arena, int memoryMebibytes, boolean hugePages, int core, List<PciAddress> allowed)
            throws SpdkUnavailableException {
        long size = Spdk.RELEASE.environmentOptionsBytes();
        MemorySegment options = arena.allocate(size, Long.BYTES);
        options.set(JAVA_LONG, OPTS_SIZE, size);
        Spdk.environmentOptionsInit(options.address());
        requireDefaults(options);
        options.set(ADDRESS, NAME, arena.allocateFrom("pocket"));
        options.set(ADDRESS, CORE_MASK, arena.allocateFrom("[" + core + "]"));
        options.set(JAVA_INT, MEM_SIZE, memoryMebibytes);
        options.set(JAVA_BOOLEAN, NO_HUGE, !hugePages);
        options.set(JAVA_BOOLEAN, NO_PCI, allowed.isEmpty());
        if (!allowed.isEmpty()) {
            options.set(ADDRESS, PCI_ALLOWED, addresses(arena, allowed));
            options.set(JAVA_LONG, NUM_PCI_ADDR, allowed.size());
        }
        return options;
    }

    private static MemorySegment addresses(Arena arena, List<PciAddress> allowed) {
        MemorySegment all = arena.allocate(PCI_ADDRESS_BYTES * allowed.size(), Integer.BYTES);
        for (int i = 0; i < allowed.size(); i++) {
            PciAddress address = allowed.get(i);
            long at = i * PCI_ADDRESS_BYTES;
            all.set(JAVA_INT, at, address.domain());
            all.set(JAVA_BYTE, at + 4, (byte) address.bus());
            all.set(JAVA_BYTE, at + 5, (byte) address.device());
            all.set(JAVA_BYTE, at + 6, (byte) address.function());
        }
        return all;
    }

    private static void requireDefaults(MemorySegment options) throws SpdkUnavailableException {
        boolean known = "spdk".equals(text(options, NAME))
                && "0x1".equals(text(options, CORE_MASK))
                && options.get(JAVA_INT, SHM_ID) == UNSET
                && options.get(JAVA_INT, MEM_CHANNEL) == UNSET
                && options.get(JAVA_INT, MAIN_CORE) == UNSET
                && options.get(JAVA_INT, MEM_SIZE) == UNSET
                && options.get(JAVA_LONG, BASE_ADDRESS) == BASE_ADDRESS_USUAL
                && options.get(JAVA_LONG, OPTS_SIZE) == Spdk.RELEASE.environmentOptionsBytes();
        if (!known) {
            throw new SpdkUnavailableException("no SPDK: the defaults of spdk_env_opts are not those of "
                    + Spdk.RELEASE.version() + ", so its layout is another one; " + SpdkLibraries.HOW_TO_GET_THEM);
        }
    }

    @SuppressWarnings("restricted") // A C string has no length of its own.
    private static String text(MemorySegment options, long offset) {
        MemorySegment at = options.get(ADDRESS, offset);
        return at.equals(MemorySegment.NULL) ? "" : at.reinterpret(TEXT_MAX).getString(0);
    }
}
