package io.pocket.simulator;

import io.pocket.simulator.history.StateTime;
import java.util.ArrayList;
import java.util.List;

/** When a shard ran, and so how much state time can have passed for it (rule 14). */
final class Uptime implements StateTime {
    private final long downCountedNanos;
    private final List<Down> downs = new ArrayList<>();
    private long stoppedNanos;

    private record Down(long fromNanos, long toNanos) {}

    /** @param downCountedNanos one lease: more of a down-time must not count */
    Uptime(long downCountedNanos) {
        this.downCountedNanos = downCountedNanos;
    }

    void started(long nowNanos) {
        downs.add(new Down(stoppedNanos, nowNanos));
    }

    void stopped(long nowNanos) {
        stoppedNanos = nowNanos;
    }

    @Override
    public long mostNanos(long fromNanos, long toNanos) {
        long most = toNanos - fromNanos;
        for (Down down : downs) {
            long overlap = Math.min(toNanos, down.toNanos()) - Math.max(fromNanos, down.fromNanos());
            most -= Math.max(0, overlap - downCountedNanos);
        }
        return most;
    }

    /** A restart goes on from the last logged time, so what passed before the last one before the end counts for nothing. */
    @Override
    public long leastNanos(long fromNanos, long toNanos) {
        long since = fromNanos;
        for (Down down : downs) {
            if (down.toNanos() <= toNanos) {
                since = Math.max(since, down.toNanos());
            } else if (down.fromNanos() < toNanos) {
                return 0;
            }
        }
        return Math.max(0, toNanos - since);
    }
}
