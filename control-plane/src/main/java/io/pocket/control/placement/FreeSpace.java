package io.pocket.control.placement;

import io.pocket.control.placement.ClusterView.NodeView;
import java.math.BigInteger;
import java.util.List;

/** How nodes of one tier share what is placed there: in proportion to their free bytes. Pure functions. */
final class FreeSpace {

    private FreeSpace() {}

    static long bytes(List<NodeView> nodes) {
        return nodes.stream().mapToLong(NodeView::freeBytes).sum();
    }

    static long largest(List<NodeView> nodes) {
        return nodes.stream().mapToLong(NodeView::freeBytes).max().orElse(0);
    }

    /**
     * Splits by cumulative rounding, so that the parts add up exactly and none exceeds its node's free bytes.
     *
     * @param bytes at most the nodes' free bytes together
     */
    static long[] split(long bytes, List<NodeView> nodes) {
        long freeBytes = bytes(nodes);
        long[] parts = new long[nodes.size()];
        long freeSoFar = 0;
        long placedSoFar = 0;
        for (int i = 0; i < parts.length; i++) {
            freeSoFar += nodes.get(i).freeBytes();
            long placedUpToHere = multiplyThenDivide(bytes, freeSoFar, freeBytes);
            parts[i] = placedUpToHere - placedSoFar;
            placedSoFar = placedUpToHere;
        }
        return parts;
    }

    /** The product of two byte counts does not fit a long. */
    private static long multiplyThenDivide(long a, long b, long divisor) {
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(divisor))
                .longValueExact();
    }

    /** Of the client's draw, at least 1. */
    static int weight(NodeView node, long largestFreeBytes) {
        return (int) Math.max(1, Math.round((double) Placer.WEIGHT_SCALE * node.freeBytes() / largestFreeBytes));
    }
}
