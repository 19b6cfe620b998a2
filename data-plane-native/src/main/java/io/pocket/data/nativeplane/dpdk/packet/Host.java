package io.pocket.data.nativeplane.dpdk.packet;

/** Who we are on a link. */
public record Host(MacAddress mac, Ipv4Address address) {
    public Host {
        if (!Ipv4Address.isOfOneHost(address.value())) {
            throw new IllegalArgumentException(address + " is no address that a host can have");
        }
    }
}
