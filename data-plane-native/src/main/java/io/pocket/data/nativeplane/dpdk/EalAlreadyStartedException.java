package io.pocket.data.nativeplane.dpdk;

/** A process can start DPDK's environment once in its life, also after it was closed: start another process. */
public final class EalAlreadyStartedException extends DpdkException {
    private static final long serialVersionUID = 1L;

    EalAlreadyStartedException() {
        super("DPDK's environment was started in this process before, which works once only:"
                + " share that one, or start another process");
    }
}
