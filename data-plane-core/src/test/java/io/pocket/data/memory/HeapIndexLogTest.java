package io.pocket.data.memory;

import io.pocket.data.IndexLog;
import io.pocket.data.IndexLogContract;

class HeapIndexLogTest extends IndexLogContract {

    @Override
    protected IndexLog newLog() {
        return new HeapIndexLog(SLOTS, INCARNATION);
    }

    @Override
    protected IndexLog reopened(IndexLog former) {
        return former;
    }
}
