package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;
import io.pocket.data.nativeplane.pci.PciAddress;
import io.pocket.server.options.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@link DpdkEchoMain}. */
final class EchoOptions {
    @Option(
            names = "--device",
            required = true,
            paramLabel = "DEVICE",
            description = "af_packet=INTERFACE, af_xdp=INTERFACE, tap=NAME, pci=ADDRESS or null")
    private String device;

    @Option(
            names = "--address",
            required = true,
            paramLabel = "IPV4",
            description = "Address that is answered for; the kernel must not have it on that interface")
    private String address;

    @Option(names = "--udp-port", defaultValue = "7", description = "Port of the UDP echo. Default: 7")
    private int udpPort;

    @Option(names = "--memory", defaultValue = "128", paramLabel = "MIB", description = "For buffers. Default: 128")
    private int memoryMiB;

    @Option(names = "--hugepages", description = "Take that memory in hugepages; devices on the PCI bus need them")
    private boolean hugepages;

    @Option(
            names = "--pci-allow",
            paramLabel = "ADDRESS",
            description = "A device of the PCI bus that may be touched; may be repeated. Default: none")
    private List<String> pciAllowed = List.of();

    @Option(names = "--mtu", defaultValue = "1500", description = "576 to 3400. Default: 1500")
    private int mtuBytes;

    @Option(names = "--mbufs", defaultValue = "8192", description = "Buffers of 4 KiB for frames. Default: 8192")
    private int mbufs;

    @Option(names = "--queues", defaultValue = "1", description = "With a thread each. Default: 1")
    private int queues;

    @Option(names = "--always-poll", description = "Never sleep: takes a processor for each queue")
    private boolean alwaysPoll;

    @Option(
            names = "--idle-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "1ms",
            description = "Look so long for frames before sleeping between looks: 0us to 1s. Default: 1ms")
    private Duration idleAfter;

    @Option(
            names = "--sleep-max",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "200us",
            description = "Sleep at most so long: 10us to 10ms. Default: 200us")
    private Duration sleepMax;

    @Option(names = "--processor", description = "Run the queues' threads on this one. Default: on any")
    private Integer processor;

    @Option(
            names = "--report",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "Write a line of figures so often: 10ms to 1h. Default: 10s")
    private Duration report;

    @Option(names = "--metrics-port", description = "Serve figures for Prometheus on this port. Default: none")
    private Integer metricsPort;

    EalOptions eal() {
        return new EalOptions(
                memoryMiB, hugepages, pciAllowed.stream().map(PciAddress::parse).toList());
    }

    PortOptions port() {
        return new PortOptions(PortDevice.parse(device), Ipv4Address.parse(address), mtuBytes, mbufs, queues);
    }

    PollingOptions polling() {
        OptionalInt chosen = processor == null ? OptionalInt.empty() : OptionalInt.of(processor);
        return new PollingOptions(alwaysPoll, idleAfter, sleepMax, chosen);
    }

    int udpPort() {
        return udpPort;
    }

    OptionalInt metricsPort() {
        return metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort);
    }

    Duration report() {
        if (report.compareTo(Duration.ofMillis(10)) < 0 || report.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("figures are written each " + report + ", must be within 10ms..1h");
        }
        return report;
    }
}
