package io.pocket.data.nativeplane.dpdk.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keeps what is sent; has room when told so. */
final class RecordedOutput implements FrameOutput {
    private final MemorySegment memory = MemorySegment.ofArray(new byte[2048]);
    private final List<String> sent = new ArrayList<>();
    private boolean room = true;

    void setRoom(boolean room) {
        this.room = room;
    }

    List<String> sent() {
        return sent;
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public long begin() {
        return room ? Frames.AT : NO_ROOM;
    }

    @Override
    public void send(int lengthBytes) {
        sent.add(HexFormat.of().formatHex(memory.asSlice(Frames.AT, lengthBytes).toArray(JAVA_BYTE)));
    }
}
