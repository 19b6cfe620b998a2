package io.pocket.simulator;

import io.pocket.protocol.ChunkId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows the bytes of every chunk that was ever sent to a node, and so what a READ may return. Checksums would hide a wrong byte from the
 * client's caller; here it is a violation.
 */
final class ChunkOracle {
    private final Map<ChunkId, byte[]> written = new HashMap<>();
    private final Violations violations;

    ChunkOracle(Violations violations) {
        this.violations = violations;
    }

    /** A whole chunk is on its way to a node. Chunk numbers are never reused, so another content under the same number is a violation. */
    void wrote(ChunkId chunk, byte[] bytes) {
        byte[] former = written.putIfAbsent(chunk, bytes);
        if (former != null && !Arrays.equals(former, bytes)) {
            violations.add("chunk number used twice: " + chunk);
        }
    }

    void read(ChunkId chunk, int offset, byte[] bytes) {
        byte[] expected = written.get(chunk);
        boolean same = expected != null
                && offset + bytes.length <= expected.length
                && Arrays.equals(expected, offset, offset + bytes.length, bytes, 0, bytes.length);
        if (!same) {
            violations.add("a node sent bytes that are not the chunk's: " + chunk + " at " + offset);
        }
    }
}
