package io.pocket.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which algorithm of the kernel decides how fast the replies of a server leave (tcp(7), TCP_CONGESTION).
 *
 * <p>Pocket's replies are bursts within a data centre. An algorithm that paces, as BBR does, sets a timer for every few segments, which
 * in a virtual machine is a trap to the hypervisor each time: it took 40 % of a transfer of 1 MiB here. So the default is one that does
 * not, whatever the machine's is.
 *
 * @param name as in /proc/sys/net/ipv4/tcp_available_congestion_control, or {@code system} for the machine's default
 */
public record CongestionControl(String name) {
    private static final Logger LOG = LoggerFactory.getLogger(CongestionControl.class);

    /** TCP_CA_NAME_MAX of the kernel's include/net/tcp.h. */
    private static final int NAME_MAX = 16;

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, NAME_MAX);
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,15}");

    public static final CongestionControl SYSTEM = new CongestionControl("system");

    /** The kernel's own default, and built in nearly everywhere. */
    public static final CongestionControl DEFAULT = new CongestionControl("cubic");

    public CongestionControl {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("tcp-congestion-control '" + name
                    + "' is no name of an algorithm: see /proc/sys/net/ipv4/tcp_available_congestion_control");
        }
    }

    /**
     * Chooses it for a listening socket, whose connections inherit it. Not through the bootstrap's options: a server must start also where the
     * kernel lacks the algorithm, or does not allow it to containers, and then goes on with the machine's default.
     */
    void applyTo(Channel listener) {
        if (equals(SYSTEM)) {
            return;
        }
        try {
            listener.config().setOption(OPTION, value());
        } catch (ChannelException e) {
            LOG.warn(
                    "the kernel does not give tcp-congestion-control {}, replies leave as the machine's default has it: {}",
                    name,
                    String.valueOf(e.getCause()));
        }
    }

    /** The option's value: the name, filled up with zeros. */
    ByteBuffer value() {
        return ByteBuffer.allocate(NAME_MAX)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .clear();
    }
}
