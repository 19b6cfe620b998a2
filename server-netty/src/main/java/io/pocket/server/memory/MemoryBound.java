package io.pocket.server.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The most memory that a process can have resident, as a sum of parts each of which has a bound of its own. Pages of mapped
 * files count as soon as they are touched, though the kernel may take those of a disk's file back: what a container's limit
 * counts is no less.
 */
public final class MemoryBound {

    private final List<Part> parts;

    private MemoryBound(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * One summand.
     *
     * @param name a short one, fit for a metric's label
     * @param bytes not negative
     */
    public record Part(String name, long bytes) {
        public Part {
            if (bytes < 0) {
                throw new IllegalArgumentException("memory part " + name + " has " + bytes + " bytes");
            }
        }
    }

    /** What every Java process takes, with the limits that this one was started with: see {@link JvmLimits}. */
    public static MemoryBound ofJvm() {
        return new MemoryBound(JvmLimits.ofThisProcess().parts());
    }

    /** With one part more. */
    public MemoryBound with(String name, long bytes) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, bytes));
        return new MemoryBound(more);
    }

    /** The summands, in the order in which they were added. */
    public List<Part> parts() {
        return parts;
    }

    public long totalBytes() {
        return parts.stream().mapToLong(Part::bytes).reduce(0, Math::addExact);
    }

    /** Such as {@code 224 = heap 96 + direct 128}, in MiB, rounded up. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(mebibytes(totalBytes())).append(" MiB");
        String joint = " = ";
        for (Part part : parts) {
            text.append(joint).append(part.name).append(' ').append(mebibytes(part.bytes));
            joint = " + ";
        }
        return text.toString();
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
