package io.pocket.data.nativeplane;

import java.util.List;

/**
 * A release of DPDK, told by the ELF name of its environment library.
 *
 * @param environmentLibrary ELF soname; its last number is DPDK's ABI version
 * @param versionPrefix how {@code rte_version()} of this release begins
 */
record DpdkRelease(String environmentLibrary, String versionPrefix) {
    /** Those that this data plane was tried with. Another one has other struct layouts until somebody has checked them. */
    static final List<DpdkRelease> TRIED = List.of(new DpdkRelease("librte_eal.so.23", "DPDK 22.11."));
}
