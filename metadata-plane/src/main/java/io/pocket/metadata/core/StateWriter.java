package io.pocket.metadata.core;

import io.pocket.metadata.core.ShardLog.LogFullException;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.Status;
import java.nio.ByteBuffer;

/** The one way in which the state changes while the shard runs: logged first, then applied. */
final class StateWriter {
    private static final int RETRY_AFTER_MILLIS = 1000;

    private final ShardLog log;
    private final ShardState state;

    StateWriter(ShardLog log, ShardState state) {
        this.log = log;
        this.state = state;
    }

    void execute(ShardRecord record) throws Refusal {
        execute(record, null);
    }

    void execute(ShardRecord record, ByteBuffer payload) throws Refusal {
        try {
            log.append(record, payload);
        } catch (LogFullException e) {
            throw new Refusal(
                    Status.STORAGE_FULL, RETRY_AFTER_MILLIS, "the shard's journal is full: " + e.getMessage());
        }
        state.apply(record, payload);
    }
}
