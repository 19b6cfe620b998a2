package io.pocket.data.nativeplane.spdk;

import java.util.HashSet;
import java.util.Set;

/**
 * Blocks that writes with ragged edges are filling in just now. Two writes that share a block must not do that at once: each would
 * put back what it read before the other wrote. The owner's thread only.
 */
final class SharedBlocks {

    private final Set<Long> taken = new HashSet<>();

    /** Takes both blocks, which may be the same one; or neither, and false, if one is taken. */
    boolean take(long first, long last) {
        if (taken.contains(first) || taken.contains(last)) {
            return false;
        }
        taken.add(first);
        taken.add(last);
        return true;
    }

    void giveBack(long first, long last) {
        taken.remove(first);
        taken.remove(last);
    }
}
