package io.pocket.data.nativeplane.dpdk;

import java.util.List;

/**
 * A release that was tested, told by more than its name: what its loader and its tables look like. Layouts of structs are in
 * {@link Mbufs}, {@link PoolLayout} and {@link EthLayout}; another release that differs in them needs its own.
 *
 * @param abi last number of the libraries' sonames
 * @param versionPrefix how {@code rte_version()} begins
 * @param ethTableBytes ELF size of {@code rte_eth_fp_ops}
 * @param poolTableBytes ELF size of {@code rte_mempool_ops_table}
 */
record TestedRelease(int abi, String versionPrefix, long ethTableBytes, long poolTableBytes) {
    static final List<TestedRelease> TABLE = List.of(new TestedRelease(23, "DPDK 22.11.", 4096, 2112));

    String library(String name) {
        return "librte_" + name + ".so." + abi;
    }

    @Override
    public String toString() {
        return versionPrefix + "x";
    }
}
