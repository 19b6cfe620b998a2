package io.pocket.data.nativeplane.dpdk;

class AfPacketEchoTest extends EchoContract {
    @Override
    String device() {
        return "af_packet=" + VethPair.PORT_INTERFACE;
    }

    @Override
    long completionsHeld() {
        return 0;
    }

    @Override
    boolean hasQuarantine() {
        return false;
    }
}
