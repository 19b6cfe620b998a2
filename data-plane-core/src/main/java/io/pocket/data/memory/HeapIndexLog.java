package io.pocket.data.memory;

import io.pocket.data.IndexLog;
import java.util.Map;
import java.util.TreeMap;

/** An index log that lives as long as this object: a crash of the core does not touch it. */
public final class HeapIndexLog implements IndexLog {

    private record Slot(long uploadId, int sequence, long job, long extent, int lengthBytes) {}

    private final TreeMap<Integer, Slot> contents = new TreeMap<>();
    private final int slots;
    private final long incarnation;

    /** An empty log. */
    public HeapIndexLog(int slots, long incarnation) {
        this.slots = slots;
        this.incarnation = incarnation;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public void put(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes) {
        contents.put(slot, new Slot(uploadId, sequence, job, extent, lengthBytes));
    }

    @Override
    public void clear(int slot) {
        contents.remove(slot);
    }

    @Override
    public int recover(Recovered recovered) {
        for (Map.Entry<Integer, Slot> entry : contents.entrySet()) {
            Slot slot = entry.getValue();
            recovered.chunk(entry.getKey(), slot.uploadId, slot.sequence, slot.job, slot.extent, slot.lengthBytes);
        }
        return 0;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public void close() {
        // Nothing outside the heap.
    }
}
