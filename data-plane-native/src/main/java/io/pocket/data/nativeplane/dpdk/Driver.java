package io.pocket.data.nativeplane.dpdk;

/** DPDK's drivers of virtual devices that ports can use, and how to get them. */
enum Driver {
    AF_PACKET("net_af_packet", "librte-net-af-packet23"),
    AF_XDP("net_af_xdp", "librte-net-af-xdp23"),
    TAP("net_tap", "librte-net-tap23"),
    NULL("net_null", "librte-net-null23");

    static final String HOW_TO_GET_THEM = "on Debian 12: apt-get install librte-net-af-packet23"
            + " librte-net-af-xdp23 librte-net-tap23 librte-net-null23 librte-mempool-ring23";

    private final String library;
    private final String debianPackage;

    Driver(String library, String debianPackage) {
        this.library = library;
        this.debianPackage = debianPackage;
    }

    /** Name of the library, and of its devices before their number. */
    String library() {
        return library;
    }

    String debianPackage() {
        return debianPackage;
    }
}
