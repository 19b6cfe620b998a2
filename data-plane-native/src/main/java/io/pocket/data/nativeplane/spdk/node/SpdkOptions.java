package io.pocket.data.nativeplane.spdk.node;

import io.pocket.data.jvm.BroughtMedium;
import io.pocket.data.jvm.BroughtMediumOptions;
import io.pocket.data.nativeplane.pci.PciAddress;
import io.pocket.data.nativeplane.spdk.BdevSpec;
import io.pocket.data.nativeplane.spdk.EnvironmentSettings;
import io.pocket.data.nativeplane.spdk.PollPolicy;
import io.pocket.data.nativeplane.spdk.SpdkStoreOptions;
import io.pocket.protocol.Tier;
import io.pocket.server.options.DataSizeConverter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The part of the command line that only an nvme node heeds. */
final class SpdkOptions implements BroughtMediumOptions {

    @Option(
            names = "--bdev",
            required = true,
            paramLabel = "DEVICE",
            defaultValue = "${env:POCKET_NODE_BDEV}",
            description =
                    "Where the chunks lie: pcie=0000:01:00.0 (a drive that is bound to vfio-pci), nvme-tcp=HOST:PORT/NQN,"
                            + " aio=/PATH or uring=/PATH (a file, made if it is absent, or a device of the kernel), malloc=SIZE (memory,"
                            + " for trying out), or name=BDEV (made by --spdk-config)")
    private String bdev;

    @Option(
            names = "--bdev-erase",
            defaultValue = "${env:POCKET_NODE_BDEV_ERASE:-false}",
            description =
                    "Take the device even if there is something on it, which is lost then. Without it, a device that is"
                            + " not blank and not of this data directory is refused. Default: false")
    private boolean erase;

    @Option(
            names = "--spdk-config",
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_NODE_SPDK_CONFIG:-}",
            description =
                    "A JSON configuration of SPDK, as its save_config writes it, that makes devices. Default: none")
    private String config;

    @Option(
            names = "--spdk-poll",
            paramLabel = "WHEN",
            defaultValue = "${env:POCKET_NODE_SPDK_POLL:-adaptive}",
            description =
                    "always: a core for each reactor, and the shortest latency; adaptive: reactors sleep when idle."
                            + " Default: adaptive")
    private String poll;

    @Option(
            names = "--spdk-reactors",
            paramLabel = "N",
            defaultValue = "${env:POCKET_NODE_SPDK_REACTORS:-1}",
            description = "Threads that poll the device, each with a queue of its own, 1 to 64. Default: 1")
    private int reactors;

    @Option(
            names = "--spdk-memory",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_SPDK_MEMORY:-256MiB}",
            description =
                    "Memory of SPDK for its own queues and pools, beside --staging and a malloc device. Default: 256MiB")
    private long ownBytes;

    @Option(
            names = "--spdk-hugepages",
            defaultValue = "${env:POCKET_NODE_SPDK_HUGEPAGES:-false}",
            description = "Take SPDK's memory from hugepages, which must be reserved (docs/native.md). Default: false")
    private boolean hugePages;

    @Option(
            names = "--spdk-allow",
            paramLabel = "ADDRESS",
            split = ",",
            defaultValue = "${env:POCKET_NODE_SPDK_ALLOW:-}",
            description = "PCI devices that --spdk-config may use, beside the one of --bdev; no other is ever touched."
                    + " Default: none")
    private List<String> allowed = new ArrayList<>();

    @Override
    public Tier tier() {
        return Tier.NVME;
    }

    @Override
    public BroughtMedium medium(TransferSettings transfers) {
        BdevSpec spec = BdevSpec.parse(bdev);
        if (spec instanceof BdevSpec.Named && config.isEmpty()) {
            throw new IllegalArgumentException("bdev '" + bdev + "' needs --spdk-config, which makes it");
        }
        SpdkStoreOptions store = new SpdkStoreOptions(transfers.depth(), transfers.stagingBytes(), transfers.timeout());
        EnvironmentSettings environment =
                new EnvironmentSettings(memoryBytes(spec, store), hugePages, reactors, pollPolicy(), addresses(spec));
        Optional<Path> file = config.isEmpty() ? Optional.empty() : Optional.of(Path.of(config));
        return new SpdkMedium(spec, file, erase, environment, store);
    }

    /** Everything that SPDK allocates comes out of one budget, which it takes at start. */
    private long memoryBytes(BdevSpec spec, SpdkStoreOptions store) {
        if (ownBytes < 64L << 20 || ownBytes > 64L << 30) {
            throw new IllegalArgumentException("spdk-memory " + ownBytes + " is not within 64MiB..64GiB");
        }
        return ownBytes + store.memoryBytes(reactors) + spec.memoryBytes();
    }

    private PollPolicy pollPolicy() {
        return switch (poll) {
            case "always" -> PollPolicy.ALWAYS;
            case "adaptive" -> PollPolicy.ADAPTIVE;
            default -> throw new IllegalArgumentException("spdk-poll '" + poll + "' is neither always nor adaptive");
        };
    }

    private List<PciAddress> addresses(BdevSpec spec) {
        List<PciAddress> all = new ArrayList<>();
        if (spec instanceof BdevSpec.Pcie drive) {
            all.add(drive.address());
        }
        allowed.stream().filter(text -> !text.isBlank()).map(PciAddress::parse).forEach(all::add);
        return all;
    }
}
