package io.pocket.data.nativeplane.dpdk;

/** Two namespaces with a cable between: a port of DPDK at one end, the kernel of a client at the other. */
final class VethPair implements AutoCloseable {
    static final String PORT_ADDRESS = "10.77.0.2";
    static final String PORT_INTERFACE = "pocket0";
    private static final String CLIENT_ADDRESS = "10.77.0.1/24";
    private static final String CLIENT_INTERFACE = "pocket1";

    private final NetworkNamespace port;
    private final NetworkNamespace client;

    VethPair() {
        port = NetworkNamespace.create();
        client = NetworkNamespace.create();
        try {
            connect();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void connect() {
        port.ip(
                "link",
                "add",
                PORT_INTERFACE,
                "type",
                "veth",
                "peer",
                "name",
                CLIENT_INTERFACE,
                "netns",
                client.name());
        port.ip("link", "set", PORT_INTERFACE, "up");
        client.ip("address", "add", CLIENT_ADDRESS, "dev", CLIENT_INTERFACE);
        client.ip("link", "set", CLIENT_INTERFACE, "up");
        setClientChecksums(true);
    }

    /**
     * Whether the client's kernel writes checksums itself. By default it leaves them to the hardware, of which a veth has none.
     */
    void setClientChecksums(boolean byKernel) {
        String hardware = byKernel ? "off" : "on";
        Command.run(client.command(
                "ethtool", "-K", CLIENT_INTERFACE, "tx", hardware, "tso", "off", "gso", "off", "gro", "off"));
    }

    void setClientUp(boolean up) {
        client.ip("link", "set", CLIENT_INTERFACE, up ? "up" : "down");
    }

    NetworkNamespace port() {
        return port;
    }

    NetworkNamespace client() {
        return client;
    }

    @Override
    public void close() {
        port.close();
        client.close();
    }
}
