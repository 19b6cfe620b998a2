package io.pocket.cli.function;

import org.HdrHistogram.Histogram;

/** Counts the bytes and records the latency of each PUT and GET that passes through. */
public final class MeteredExchange implements Exchange {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Exchange target;
    private final Histogram putNanos = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram getNanos = new Histogram(SIGNIFICANT_DIGITS);
    private long putBytes;
    private long getBytes;

    /** Takes ownership of {@code target}. */
    public MeteredExchange(Exchange target) {
        this.target = target;
    }

    @Override
    public void put(String name, byte[] bytes, int offset, int length) {
        long start = System.nanoTime();
        target.put(name, bytes, offset, length);
        putNanos.recordValue(System.nanoTime() - start);
        putBytes += length;
    }

    @Override
    public byte[] get(String name) {
        long start = System.nanoTime();
        byte[] bytes = target.get(name);
        getNanos.recordValue(System.nanoTime() - start);
        getBytes += bytes.length;
        return bytes;
    }

    @Override
    public void close() {
        target.close();
    }

    /** The traffic so far. */
    public Traffic traffic() {
        return new Traffic(putBytes, getBytes, putNanos, getNanos);
    }
}
