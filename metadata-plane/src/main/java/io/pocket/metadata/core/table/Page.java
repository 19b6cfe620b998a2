package io.pocket.metadata.core.table;

import java.nio.ByteBuffer;

/** Slots of one length side by side. A free slot's first bytes lead to the next free one. */
final class Page {
    private static final int NONE = -1;

    /** In units of the whole memory. */
    private final int firstUnit;

    private final ByteBuffer piece;
    private final int offset;
    private int slotUnits;
    private int nextNeverUsed;
    private int firstFree;
    private int taken;

    /** Among the pages of its class that have a free slot. */
    Page next;

    Page previous;

    Page(int firstUnit, ByteBuffer piece, int offset) {
        this.firstUnit = firstUnit;
        this.piece = piece;
        this.offset = offset;
    }

    /** An empty page becomes one of slots of this length. Unit 0 of all memory stays unused: it stands for nothing. */
    void divide(int units) {
        slotUnits = units;
        nextNeverUsed = firstUnit == 0 ? units : 0;
        firstFree = NONE;
        taken = 0;
    }

    boolean isFull() {
        return firstFree == NONE && nextNeverUsed + slotUnits > SlotSizes.PAGE_UNITS;
    }

    boolean isEmpty() {
        return taken == 0;
    }

    int slotUnits() {
        return slotUnits;
    }

    int take() {
        taken++;
        int slot = firstFree;
        if (slot == NONE) {
            slot = nextNeverUsed;
            nextNeverUsed += slotUnits;
        } else {
            firstFree = piece.getInt(offset + slot * SlotSizes.UNIT_BYTES);
        }
        return firstUnit + slot;
    }

    void giveBack(int unit) {
        int slot = unit - firstUnit;
        if (slot % slotUnits != 0 || taken == 0) {
            throw new IllegalStateException("no slot of " + slotUnits + " units begins at " + unit);
        }
        piece.putInt(offset + slot * SlotSizes.UNIT_BYTES, firstFree);
        firstFree = slot;
        taken--;
    }
}
