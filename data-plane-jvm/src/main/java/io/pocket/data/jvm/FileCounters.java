package io.pocket.data.jvm;

import io.pocket.data.NodeCounters;
import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.counters.NodeCounter;

/** Counts into the file that the monitor maps. */
final class FileCounters implements NodeCounters {

    private final CounterFile file;

    FileCounters(CounterFile file) {
        this.file = file;
    }

    @Override
    public void add(NodeCounter counter, long delta) {
        file.add(counter, delta);
    }

    @Override
    public void set(NodeCounter counter, long value) {
        file.set(counter, value);
    }
}
