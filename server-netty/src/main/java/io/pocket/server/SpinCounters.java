package io.pocket.server;

import java.util.concurrent.atomic.LongAdder;

/** How often loops spun, and how often that found something. Any thread may use it. */
final class SpinCounters {
    private final LongAdder found = new LongAdder();
    private final LongAdder vain = new LongAdder();

    void spun(boolean foundSomething) {
        (foundSomething ? found : vain).increment();
    }

    long found() {
        return found.sum();
    }

    long vain() {
        return vain.sum();
    }
}
