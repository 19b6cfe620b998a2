package io.pocket.data.nativeplane.dpdk;

/** The DPDK of this machine is not laid out as the releases that this data plane was tested with: nothing of it is used. */
public final class UntestedDpdkException extends DpdkException {
    private static final long serialVersionUID = 1L;

    UntestedDpdkException(String what) {
        super("this DPDK is not used, because " + what + "; tested releases: " + TestedRelease.TABLE);
    }
}
