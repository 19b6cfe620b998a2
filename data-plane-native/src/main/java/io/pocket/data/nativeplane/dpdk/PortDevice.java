package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a port is made of. */
public sealed interface PortDevice {
    /** A kernel interface, by raw sockets; every frame is copied. Needs CAP_NET_RAW. */
    record AfPacket(String interfaceName) implements PortDevice {
        public AfPacket {
            checkName(interfaceName);
        }
    }

    /** A kernel interface, by AF_XDP: frames never enter the kernel's stack. Needs root. */
    record AfXdp(String interfaceName) implements PortDevice {
        public AfXdp {
            checkName(interfaceName);
        }
    }

    /** A new interface of the kernel, whose other end is this port. Needs CAP_NET_ADMIN. */
    record Tap(String interfaceName) implements PortDevice {
        public Tap {
            checkName(interfaceName);
        }
    }

    /** Receives frames of zeros without end, and throws away what is sent: to measure. */
    record Nothing() implements PortDevice {}

    /** A network card that is bound to vfio-pci and in the environment's allow-list. */
    record Pci(PciAddress address) implements PortDevice {}

    /**
     * Reads {@code af_packet=eth1}, {@code af_xdp=eth1}, {@code tap=name}, {@code null} or {@code pci=0000:00:05.0}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static PortDevice parse(String text) {
        int equals = text.indexOf('=');
        String kind = equals < 0 ? text : text.substring(0, equals);
        String value = text.substring(equals + 1);
        return switch (kind) {
            case "af_packet" -> new AfPacket(value);
            case "af_xdp" -> new AfXdp(value);
            case "tap" -> new Tap(value);
            case "pci" -> new Pci(PciAddress.parse(value));
            case "null" -> new Nothing();
            default ->
                throw new IllegalArgumentException("'" + text + "' is no device of a port: write af_packet=INTERFACE,"
                        + " af_xdp=INTERFACE, tap=NAME, pci=ADDRESS or null");
        };
    }

    /** Driver of a virtual device; empty for one on the PCI bus, which finds its own. */
    default Optional<Driver> driver() {
        return switch (this) {
            case AfPacket packet -> Optional.of(Driver.AF_PACKET);
            case AfXdp xdp -> Optional.of(Driver.AF_XDP);
            case Tap tap -> Optional.of(Driver.TAP);
            case Nothing nothing -> Optional.of(Driver.NULL);
            case Pci pci -> Optional.empty();
        };
    }

    /** The interface whose kernel side must leave the port's address alone. */
    default Optional<String> sharedInterface() {
        return switch (this) {
            case AfPacket packet -> Optional.of(packet.interfaceName());
            case AfXdp xdp -> Optional.of(xdp.interfaceName());
            case Tap tap -> Optional.empty();
            case Nothing nothing -> Optional.empty();
            case Pci pci -> Optional.empty();
        };
    }

    /** Names go into DPDK's argument lists, where a comma or an equals sign would begin another argument. */
    private static void checkName(String interfaceName) {
        if (!NameForm.INTERFACE.matcher(interfaceName).matches()) {
            throw new IllegalArgumentException("'" + interfaceName
                    + "' is no name of an interface: 1 to 15 letters, digits, '.', '_' or '-' are allowed");
        }
    }

    /** Interfaces have no private constants. */
    final class NameForm {
        private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._-]{1,15}");

        private NameForm() {}
    }
}
