package io.pocket.simulator.history;

/** How much of a shard's own time can have passed between two moments: between the least and the most. */
public interface StateTime {
    /** No more than this. */
    long mostNanos(long fromNanos, long toNanos);

    /** No less than this. */
    long leastNanos(long fromNanos, long toNanos);

    /** A shard that always ran. */
    static StateTime always() {
        return new StateTime() {
            @Override
            public long mostNanos(long fromNanos, long toNanos) {
                return toNanos - fromNanos;
            }

            @Override
            public long leastNanos(long fromNanos, long toNanos) {
                return toNanos - fromNanos;
            }
        };
    }
}
