package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Whether a kernel interface can be shared with a port: the kernel sees what the port sees, and must not answer it too. */
final class InterfaceCheck {
    private InterfaceCheck() {}

    /**
     * Checks the interface of this process's network namespace.
     *
     * @throws DpdkException with the remedy
     */
    static void check(String name, Ipv4Address address) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            if (found == null) {
                throw new DpdkException("there is no interface " + name + " in this network namespace");
            }
            judge(
                    name,
                    address,
                    found.isUp(),
                    found.inetAddresses().map(a -> a.getHostAddress()).toList());
        } catch (SocketException e) {
            throw new DpdkException("cannot look at interface " + name + ": " + e.getMessage(), e);
        }
    }

    static void judge(String name, Ipv4Address address, boolean up, List<String> kernelAddresses) {
        if (kernelAddresses.contains(address.toString())) {
            throw new DpdkException("the kernel has " + address + " on " + name
                    + " and would answer as well, with resets and refusals: ip address del " + address + " dev "
                    + name);
        }
        if (!up) {
            throw new DpdkException("interface " + name + " is down: ip link set " + name + " up");
        }
    }
}
