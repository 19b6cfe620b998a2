package io.pocket.simulator;

import io.pocket.metadata.core.ShardLog;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.core.SnapshotWriter;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A shard's journal: encoded records, of which a power cut keeps only those made durable. */
final class SimulatedJournal implements ShardLog {
    private final List<byte[]> records = new ArrayList<>();
    private final List<ShardRecord> toTell = new ArrayList<>();
    private Consumer<ShardRecord> witness;
    private int durable;

    /** @param witness is told of each record when it is durable */
    SimulatedJournal(Consumer<ShardRecord> witness) {
        this.witness = witness;
    }

    /** The same durable records for another process; who keeps this one is on its own from now on. */
    SimulatedJournal takeOver() {
        SimulatedJournal copy = new SimulatedJournal(witness);
        copy.records.addAll(records.subList(0, durable));
        copy.durable = durable;
        witness = record -> {};
        toTell.clear();
        return copy;
    }

    @Override
    public void append(ShardRecord record, ByteBuffer payload) {
        records.add(encode(record, payload));
        toTell.add(record);
    }

    private static byte[] encode(ShardRecord record, ByteBuffer payload) {
        byte[] bytes = new byte[record.length() + (payload == null ? 0 : payload.remaining())];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        record.write(out, new BodyWriter(out));
        if (payload != null) {
            out.put(payload.duplicate());
        }
        return bytes;
    }

    void makeDurable() {
        durable = records.size();
        toTell.forEach(witness);
        toTell.clear();
    }

    /** What a power cut leaves. */
    void loseTail() {
        records.subList(durable, records.size()).clear();
        toTell.clear();
    }

    void replayInto(ShardState state) {
        for (byte[] bytes : records) {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            try {
                ShardRecord record = ShardRecord.read(in);
                state.apply(record, in.hasRemaining() ? in : null);
            } catch (ProtocolException e) {
                throw new IllegalStateException("a record that was written cannot be read", e);
            }
        }
    }

    /** Replaces all records by a snapshot of the state that they make. */
    void compact(ShardState state) {
        Snapshot snapshot = new Snapshot();
        try {
            new SnapshotWriter(state, new ShardRules(), snapshot::put).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        durable = records.size();
        snapshot.install();
        toTell.clear();
    }

    Snapshot beginSnapshot() {
        return new Snapshot();
    }

    /** Stands for the records there are when it begins. Nothing of it survives a crash until it is installed. */
    final class Snapshot {
        private final List<byte[]> written = new ArrayList<>();
        private final int replaced = records.size();

        void put(ShardRecord record, ByteBuffer payload) {
            written.add(encode(record, payload));
        }

        /** It is whole and safe, and so is what it replaces. */
        void install() {
            if (durable < replaced) {
                throw new IllegalStateException("a snapshot is ahead of the log");
            }
            records.subList(0, replaced).clear();
            records.addAll(0, written);
            durable += written.size() - replaced;
        }
    }
}
