package io.pocket.server;

/**
 * Bounds of what is sent, per connection. Reading stops when the pending replies pass the high mark and goes on below the low
 * one, so what is pending never exceeds the high mark by more than the replies to requests already under way.
 */
public record OutputLimits(long highWatermarkBytes, long lowWatermarkBytes) {
    public OutputLimits {
        Check.within("highWatermarkBytes", highWatermarkBytes, 1, Long.MAX_VALUE);
        Check.within("lowWatermarkBytes", lowWatermarkBytes, 0, highWatermarkBytes - 1);
    }

    /** 16 MiB (four chunks) and half of it. */
    public static OutputLimits defaults() {
        return new OutputLimits(16L << 20, 8L << 20);
    }
}
