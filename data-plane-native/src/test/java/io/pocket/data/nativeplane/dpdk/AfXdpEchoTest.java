package io.pocket.data.nativeplane.dpdk;

class AfXdpEchoTest extends EchoContract {
    @Override
    String device() {
        return "af_xdp=" + VethPair.PORT_INTERFACE;
    }

    /** A burst, and the announcement at the start. */
    @Override
    long completionsHeld() {
        return DpdkQueue.BURST;
    }

    @Override
    boolean hasQuarantine() {
        return true;
    }
}
