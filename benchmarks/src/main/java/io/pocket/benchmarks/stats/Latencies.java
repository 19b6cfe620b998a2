package io.pocket.benchmarks.stats;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How long operations took: a histogram from 1 ns to an hour with three significant digits. Not thread-safe.
 */
public final class Latencies {
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram nanos;

    public Latencies() {
        this(new Histogram(HIGHEST_NANOS, DIGITS));
    }

    private Latencies(Histogram nanos) {
        this.nanos = nanos;
    }

    /** Adds one; what exceeds an hour counts as an hour. */
    public void record(long latencyNanos) {
        nanos.recordValue(Math.clamp(latencyNanos, 1, HIGHEST_NANOS));
    }

    /** Adds all of another. */
    public void add(Latencies other) {
        nanos.add(other.nanos);
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** In microseconds; 0 if there are none. */
    public double percentileMicros(double percentile) {
        return count() == 0 ? 0 : nanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** In microseconds. */
    public double maxMicros() {
        return count() == 0 ? 0 : nanos.getMaxValue() / 1e3;
    }

    /** As text, for {@link #decode}. */
    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
        int length = nanos.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Latencies decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return new Latencies(Histogram.decodeFromCompressedByteBuffer(bytes, HIGHEST_NANOS));
        } catch (DataFormatException | BufferUnderflowException e) {
            throw new IllegalArgumentException("not an encoded histogram", e);
        }
    }
}
