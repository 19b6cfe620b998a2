package io.pocket.data.jvm;

import io.pocket.protocol.Tier;
import java.time.Duration;

/** The part of the command line that makes a {@link BroughtMedium}: an object with picocli's annotations. */
public interface BroughtMediumOptions {

    /** The tier whose chunks lie on it. */
    Tier tier();

    /**
     * Makes the medium of the parsed options; nothing is opened yet.
     *
     * @throws IllegalArgumentException if a value is out of range; names it
     */
    BroughtMedium medium(TransferSettings transfers);

    /**
     * What the node's own options say of transfers to a device.
     *
     * @param depth under way at once
     * @param stagingBytes memory that their bytes pass through
     * @param timeout how long each may take
     */
    record TransferSettings(int depth, int stagingBytes, Duration timeout) {}
}
