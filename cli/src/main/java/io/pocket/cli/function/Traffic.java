package io.pocket.cli.function;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one function, or a whole stage, exchanged with Pocket.
 *
 * @param putBytes payload bytes put
 * @param getBytes payload bytes got
 * @param putNanos latency of each PUT
 * @param getNanos latency of each GET
 */
public record Traffic(long putBytes, long getBytes, Histogram putNanos, Histogram getNanos) {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int FIELDS = 4;

    /** No traffic. */
    public static Traffic none() {
        return new Traffic(0, 0, new Histogram(SIGNIFICANT_DIGITS), new Histogram(SIGNIFICANT_DIGITS));
    }

    /** Both together; neither argument is changed. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                putBytes + other.putBytes,
                getBytes + other.getBytes,
                sum(putNanos, other.putNanos),
                sum(getNanos, other.getNanos));
    }

    /** One line without spaces, for a function's result. */
    public String encode() {
        return putBytes + "," + getBytes + "," + encode(putNanos) + "," + encode(getNanos);
    }

    /** The inverse of {@link #encode()}; {@link IllegalArgumentException} for anything else. */
    public static Traffic decode(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not the traffic of a function: " + text);
        }
        return new Traffic(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                decodeHistogram(fields[2]),
                decodeHistogram(fields[3]));
    }

    private static Histogram sum(Histogram left, Histogram right) {
        Histogram sum = left.copy();
        sum.add(right);
        return sum;
    }

    private static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram decodeHistogram(String text) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            Histogram histogram = Histogram.decodeFromCompressedByteBuffer(buffer, 0);
            histogram.setAutoResize(true);
            return histogram;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram: " + text, e);
        }
    }
}
