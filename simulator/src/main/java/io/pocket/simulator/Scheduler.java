package io.pocket.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** The fake clock and all that is to happen. Events of the same moment run in the order in which they were scheduled. */
public final class Scheduler {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final SplittableRandom random;
    private long nowNanos = 1_000_000_000L;
    private long wallClockOffsetMillis = 1_800_000_000_000L;
    private long nextOrder;
    private long ran;

    private record Event(long atNanos, long order, Runnable action) {}

    public Scheduler(long seed) {
        random = new SplittableRandom(seed);
    }

    public long nowNanos() {
        return nowNanos;
    }

    /** The wall clock of all machines; it goes like the fake one, and jumps. */
    public long epochMillis() {
        return wallClockOffsetMillis + nowNanos / 1_000_000;
    }

    /** Somebody sets the clocks of all machines, forward or back. */
    void jumpWallClock(long millis) {
        wallClockOffsetMillis += millis;
    }

    public void at(long atNanos, Runnable action) {
        events.add(new Event(Math.max(atNanos, nowNanos), nextOrder++, action));
    }

    public void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Runs the next event and sets the clock to its time. */
    public boolean runNext() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nowNanos = next.atNanos();
        ran++;
        next.action().run();
        return true;
    }

    /** Events run so far. */
    public long ran() {
        return ran;
    }

    public SplittableRandom random() {
        return random;
    }

    /** Uniform within the bounds, both included. */
    public long between(long min, long max) {
        return random.nextLong(min, max + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
