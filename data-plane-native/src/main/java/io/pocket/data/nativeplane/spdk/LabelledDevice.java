package io.pocket.data.nativeplane.spdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device and the data directory that says which chunks lie on it. They know each other by the identity in the device's label, of which the
 * directory keeps a copy in its file {@value #FILE}:
 *
 * <pre>
 *   device \ directory   knows it       knows another      knows none
 *   labelled             former chunks  refused            refused
 *   blank                begins anew    begins anew        begins anew
 *   something else       refused        refused            refused
 * </pre>
 *
 * A blank device in the place of one that was known is what the disks of a cloud's instance are after it was stopped, and what memory is after
 * a restart. What is refused can be taken all the same by whoever says that it may be erased.
 */
public final class LabelledDevice {

    static final String FILE = "bdev";

    private static final Logger LOG = LoggerFactory.getLogger(LabelledDevice.class);

    private final SpdkChunkStore store;
    private final Path folder;
    private final boolean erase;

    /** The store has begun no transfer yet. */
    public LabelledDevice(SpdkChunkStore store, Path folder, boolean erase) {
        this.store = store;
        this.folder = folder;
        this.erase = erase;
    }

    /**
     * Makes sure that device and directory belong together, or makes them so.
     *
     * @return whether the device holds the chunks that the directory's index tells of
     * @throws IOException if the device is somebody else's; names it and says what to do
     */
    public boolean take() throws IOException {
        Optional<BdevLabel> label = store.label();
        Optional<BdevLabel.Identity> known = known();
        boolean isOurs = label.isPresent() && label.map(BdevLabel::identity).equals(known);
        if (isOurs && label.get().capacityBytes() == store.capacityBytes()) {
            return true;
        }
        if (!erase) {
            requireFree(label, known, isOurs);
        }
        begin();
        return false;
    }

    private Optional<BdevLabel.Identity> known() throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? BdevLabel.Identity.parse(Files.readString(file).strip())
                : Optional.empty();
    }

    private void requireFree(Optional<BdevLabel> label, Optional<BdevLabel.Identity> known, boolean isOurs)
            throws IOException {
        if (isOurs) {
            throw new IOException("the device " + name() + " was taken with --capacity "
                    + label.get().capacityBytes()
                    + ", not " + store.capacityBytes()
                    + ": give its former capacity, or --bdev-erase once (its chunks are lost"
                    + " then)");
        }
        if (label.isPresent()) {
            throw new IOException("the device " + name() + " is labelled "
                    + label.get().identity() + ", and " + folder
                    + " knows " + known.map(identity -> "only " + identity).orElse("none")
                    + ": it holds the chunks of another node; start that one's --data-dir, or give --bdev-erase once");
        }
        if (!store.isBlank()) {
            throw new IOException(
                    "the device " + name() + " is neither blank nor one of Pocket's: check that it is the right"
                            + " one, then give --bdev-erase once to lose what is on it");
        }
    }

    private String name() {
        return store.figures().deviceName() + " (" + store.figures().product() + ")";
    }

    /** The directory first: if the process ends in between, the device is blank still, or one that was given up. */
    private void begin() throws IOException {
        SecureRandom random = new SecureRandom();
        BdevLabel label =
                new BdevLabel(new BdevLabel.Identity(random.nextLong(), random.nextLong()), store.capacityBytes());
        Path fresh = folder.resolve(FILE + ".new");
        Files.writeString(fresh, label.identity() + "\n");
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        store.writeLabel(label);
        LOG.info("the device {} is labelled {} and empty", name(), label.identity());
    }
}
