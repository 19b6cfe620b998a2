package io.pocket.data.nativeplane.spdk;

import io.pocket.data.nativeplane.spdk.raw.Spdk;
import io.pocket.data.nativeplane.spdk.raw.Upcalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A block device that is open for reading and writing. Opened and closed by any thread but a reactor's. */
final class Bdev implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bdev.class);

    private static final long TEXT_MAX = 256;

    private final String name;
    private final Reactor first;
    private final Arena arena = Arena.ofShared();
    private long descriptor;
    private String product;
    private int blockBytes;
    private long sizeBytes;
    private boolean canFlush;
    private volatile boolean removed;

    private Bdev(String name, Reactor first) {
        this.name = name;
        this.first = first;
    }

    /** @throws IOException if there is none of that name, or it cannot be used; says what to do */
    static Bdev open(SpdkEnvironment environment, String name) throws IOException {
        Reactor first = environment.reactors().getFirst();
        Bdev bdev = new Bdev(name, first);
        try {
            first.call("opening " + name, bdev::open);
            return bdev;
        } catch (IOException e) {
            bdev.arena.close();
            throw e;
        }
    }

    /** On the first reactor, which must close it too. */
    private void open() throws IOException {
        MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
        long onEvent = Upcalls.ofDeviceEvent((type, bdev, context) -> happened(type), arena);
        int status = Spdk.bdevOpen(arena.allocateFrom(name).address(), true, onEvent, 0, out.address());
        if (status != DeviceStatus.OK) {
            throw new IOException("cannot open the device " + name + ": "
                    + (status == DeviceStatus.NO_DEVICE
                            ? "SPDK has none of that name"
                            : DeviceStatus.describe(status)));
        }
        descriptor = out.get(ValueLayout.JAVA_LONG, 0);
        long bdev = Spdk.bdevOf(descriptor);
        blockBytes = Spdk.bdevBlockBytes(bdev);
        sizeBytes = Spdk.bdevBlocks(bdev) * blockBytes;
        product = text(Spdk.bdevProduct(bdev));
        canFlush = Spdk.bdevSupports(bdev, Spdk.IO_FLUSH);
        long alignment = Spdk.bdevAlignment(bdev);
        if (SpdkConfig.BLOCK_BYTES % blockBytes != 0 || alignment > SpdkConfig.BLOCK_BYTES) {
            Spdk.bdevClose(descriptor);
            throw new IOException(
                    "the device " + name + " has blocks of " + blockBytes + " bytes and wants memory at multiples of "
                            + alignment + "; only devices with at most " + SpdkConfig.BLOCK_BYTES
                            + " of both, without interleaved metadata, can be used: reformat it with nvme format");
        }
    }

    @SuppressWarnings("restricted") // A C string has no length of its own.
    private static String text(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(TEXT_MAX).getString(0);
    }

    private void happened(int type) {
        if (type == Spdk.EVENT_REMOVE) {
            removed = true;
            LOG.error("the device {} was removed: every transfer fails until the node is restarted with one", name);
        } else {
            LOG.warn("the device {} told of event {}: it goes on with the size that it had", name, type);
        }
    }

    String name() {
        return name;
    }

    /** Such as {@code NVMe disk}. */
    String product() {
        return product;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    int blockBytes() {
        return blockBytes;
    }

    boolean canFlush() {
        return canFlush;
    }

    /** Whether it is gone for good. */
    boolean isRemoved() {
        return removed;
    }

    long descriptor() {
        return descriptor;
    }

    /** All its queue pairs are detached. */
    @Override
    public void close() {
        try {
            first.call("closing " + name, () -> Spdk.bdevClose(descriptor));
            arena.close();
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
