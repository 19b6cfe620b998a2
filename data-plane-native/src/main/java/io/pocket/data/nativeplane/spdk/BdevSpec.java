package io.pocket.data.nativeplane.spdk;

import io.pocket.data.nativeplane.pci.PciAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which block device a node keeps its chunks on, and how SPDK reaches it. */
public sealed interface BdevSpec {

    String FORMS = "pcie=0000:01:00.0, nvme-tcp=HOST:PORT/NQN, aio=/PATH, uring=/PATH, malloc=SIZE, or name=BDEV with"
            + " --spdk-config";

    /** An NVMe drive that is bound to vfio-pci or uio; its first namespace. */
    record Pcie(PciAddress address) implements BdevSpec {}

    /** The first namespace of a subsystem that a target exports over TCP. */
    record NvmeTcp(String host, int port, String nqn) implements BdevSpec {}

    /** A file or block device of the kernel, by Linux AIO. */
    record Aio(Path path) implements BdevSpec {}

    /** A file or block device of the kernel, by io_uring. */
    record Uring(Path path) implements BdevSpec {}

    /** Memory: nothing outlives the process. For tests and for trying things out. */
    record Malloc(long sizeBytes) implements BdevSpec {}

    /** A device that SPDK's own configuration file makes. */
    record Named(String name) implements BdevSpec {}

    /** What SPDK calls the device. */
    default String bdevName() {
        return switch (this) {
            case Pcie drive -> "pocketn1";
            case NvmeTcp target -> "pocketn1";
            case Named device -> device.name();
            default -> "pocket";
        };
    }

    /** Bytes of memory that the device itself takes. */
    default long memoryBytes() {
        return this instanceof Malloc memory ? memory.sizeBytes() : 0;
    }

    /** File that must be there before SPDK opens it; made if it is absent. */
    default Path file() {
        return switch (this) {
            case Aio aio -> aio.path();
            case Uring uring -> uring.path();
            default -> null;
        };
    }

    /**
     * Reads one of {@link #FORMS}.
     *
     * @throws IllegalArgumentException naming what is wrong, and the forms
     */
    static BdevSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw refused(text, "it has no kind and value");
        }
        String value = text.substring(equals + 1);
        return switch (text.substring(0, equals)) {
            case "pcie" -> new Pcie(PciAddress.parse(value));
            case "nvme-tcp" -> Parsing.target(text, value);
            case "aio" -> new Aio(Parsing.path(text, value));
            case "uring" -> new Uring(Parsing.path(text, value));
            case "malloc" -> new Malloc(Parsing.size(text, value));
            case "name" -> new Named(value);
            default -> throw refused(text, "its kind is unknown");
        };
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("bdev '" + text + "': " + why + "; write one of " + FORMS);
    }

    /** The parts of a value. */
    final class Parsing {
        private static final Pattern TARGET =
                Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:/\\[\\]]+):([0-9]{1,5})/(nqn\\.[\\x21-\\x7e]{1,219})");
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmgt]?)(?:i?b)?");
        private static final long SIZE_BYTES_MIN = 4L << 20;

        private Parsing() {}

        private static NvmeTcp target(String text, String value) {
            Matcher parts = TARGET.matcher(value);
            if (!parts.matches()) {
                throw refused(text, "it is no HOST:PORT/NQN such as 10.0.0.7:4420/nqn.2016-06.io.spdk:cnode1");
            }
            int port = Integer.parseInt(parts.group(2));
            if (port < 1 || port > 65_535) {
                throw refused(text, "port " + port + " is not within 1..65535");
            }
            return new NvmeTcp(parts.group(1).replaceAll("[\\[\\]]", ""), port, parts.group(3));
        }

        private static Path path(String text, String value) {
            Path path = Path.of(value);
            if (!path.isAbsolute()) {
                throw refused(text, "the path is not absolute");
            }
            return path;
        }

        private static long size(String text, String value) {
            OptionalLong bytes = bytes(value.toLowerCase(Locale.ROOT));
            if (bytes.isEmpty() || bytes.getAsLong() < SIZE_BYTES_MIN || bytes.getAsLong() > 1L << 40) {
                throw refused(text, "the size is not within 4m..1t");
            }
            return bytes.getAsLong();
        }

        private static OptionalLong bytes(String value) {
            Matcher parts = SIZE.matcher(value);
            if (!parts.matches()) {
                return OptionalLong.empty();
            }
            int shift = parts.group(2).isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(parts.group(2)));
            long count = Long.parseLong(parts.group(1));
            return count > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(count << shift);
        }
    }
}
