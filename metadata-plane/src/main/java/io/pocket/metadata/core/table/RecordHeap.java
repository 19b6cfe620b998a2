package io.pocket.metadata.core.table;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hands out slots for records and tree nodes. Memory comes in pieces, pieces are cut into pages of 64 KiB, and a page has slots of one
 * length; a page without a taken slot may become one of another length. A slot costs nothing beside itself, and its number is 31 bits.
 */
public final class RecordHeap {
    /** No slot. */
    public static final int NONE = 0;

    /** Longest slot, in bytes. */
    public static final int MAX_SLOT_BYTES = SlotSizes.PAGE_UNITS * SlotSizes.UNIT_BYTES;

    /** Most memory there can be: what 31 bits can number. */
    public static final long MAX_CAPACITY_BYTES = (long) SlotSizes.UNIT_BYTES << 31;

    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(SlotSizes.PAGE_UNITS);

    /** Pages that only tree nodes may begin: a record that was let in must find its places in the trees. */
    private static final int PAGES_FOR_NODES = 16;

    /** What one mutation may begin for nodes. */
    private static final int PAGES_FOR_NODES_AT_ONCE = 4;

    private final RecordMemory memory;
    private final int unitShift;
    private final int unitMask;
    private final int pagesOfPiece;
    private final Page[] withRoom = new Page[SlotSizes.count()];
    private final long pagesAllowed;
    private ByteBuffer[] pieces = new ByteBuffer[1];
    private Page[] pages = new Page[1];
    private Page emptyPages;
    private int pieceCount;
    private int pageCount;
    private int emptyCount;
    private long usedBytes;
    private long slots;

    public RecordHeap(RecordMemory memory) {
        int piece = memory.pieceBytes();
        if (Integer.bitCount(piece) != 1 || piece < MAX_SLOT_BYTES) {
            throw new IllegalArgumentException(
                    "a piece of " + piece + " bytes is not a power of two of at least " + MAX_SLOT_BYTES);
        }
        if (memory.capacityBytes() > MAX_CAPACITY_BYTES) {
            throw new IllegalArgumentException("record memory of " + memory.capacityBytes() + " bytes exceeds "
                    + MAX_CAPACITY_BYTES + ": spread the job over more shards");
        }
        this.memory = memory;
        this.pagesAllowed = memory.capacityBytes() / MAX_SLOT_BYTES;
        this.pagesOfPiece = piece / MAX_SLOT_BYTES;
        this.unitShift = Integer.numberOfTrailingZeros(piece / SlotSizes.UNIT_BYTES);
        this.unitMask = piece / SlotSizes.UNIT_BYTES - 1;
    }

    /** The buffer in which a slot lies, at {@link #index}; position and limit are not to be changed. */
    ByteBuffer piece(int slot) {
        return pieces[slot >>> unitShift];
    }

    /** Where in {@link #piece} a slot begins. */
    int index(int slot) {
        return (slot & unitMask) * SlotSizes.UNIT_BYTES;
    }

    /** As {@link #piece}, for the records' own layout. */
    public ByteBuffer pieceOf(int slot) {
        return piece(slot);
    }

    /** As {@link #index}, for the records' own layout. */
    public int indexOf(int slot) {
        return index(slot);
    }

    /** A slot of at least this length, with whatever was left in it; beyond the capacity if need be, see {@link #hasRoomFor}. */
    public int allocate(int lengthBytes) {
        int slotClass = SlotSizes.classFor(lengthBytes);
        Page page = withRoom[slotClass];
        if (page == null) {
            page = beginPage(slotClass);
        }
        int slot = page.take();
        if (page.isFull()) {
            unlink(slotClass, page);
        }
        usedBytes += (long) page.slotUnits() * SlotSizes.UNIT_BYTES;
        slots++;
        return slot;
    }

    /** Gives a slot back. */
    public void free(int slot) {
        Page page = pages[slot >>> PAGE_SHIFT];
        int slotClass = SlotSizes.classFor(page.slotUnits() * SlotSizes.UNIT_BYTES);
        boolean wasFull = page.isFull();
        page.giveBack(slot);
        usedBytes -= (long) page.slotUnits() * SlotSizes.UNIT_BYTES;
        slots--;
        if (wasFull) {
            link(slotClass, page);
        }
        if (page.isEmpty()) {
            unlink(slotClass, page);
            addEmpty(page);
        }
    }

    /** Whether a record of any length may be added now, its places in the trees included. */
    public boolean isRoomy() {
        return pagesLeft() > PAGES_FOR_NODES;
    }

    /** Whether a record of this length may. */
    public boolean hasRoomFor(int lengthBytes) {
        boolean hasSlot = withRoom[SlotSizes.classFor(lengthBytes)] != null;
        return isRoomy() || (hasSlot && hasRoomForNodes());
    }

    /** Whether what is there may still change. */
    public boolean hasRoomForNodes() {
        return pagesLeft() >= PAGES_FOR_NODES_AT_ONCE;
    }

    /** Negative when more was acknowledged than there is room for. */
    private long pagesLeft() {
        return emptyCount + pagesAllowed - pageCount;
    }

    /** Bytes of all taken slots. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Bytes of all pieces taken so far; they are kept. */
    public long takenBytes() {
        return (long) pieceCount * memory.pieceBytes();
    }

    /** Bytes of all pages that are divided into slots, taken or not; far above {@link #usedBytes}, few slots keep much memory. */
    public long heldBytes() {
        return (long) (pageCount - emptyCount) * MAX_SLOT_BYTES;
    }

    /** Bytes of pages that slots of any length may still use; 0 when more was acknowledged than there is room for. */
    public long freeBytes() {
        return Math.max(0, pagesLeft()) * MAX_SLOT_BYTES;
    }

    public long capacityBytes() {
        return memory.capacityBytes();
    }

    /** Slots that are taken. */
    public long slots() {
        return slots;
    }

    private Page beginPage(int slotClass) {
        if (emptyPages == null) {
            takePiece();
        }
        Page page = emptyPages;
        emptyPages = page.next;
        emptyCount--;
        page.divide(SlotSizes.units(slotClass));
        if (page.isFull()) {
            return beginPage(slotClass); // The one page whose first slot is not to be used, for the longest slots.
        }
        link(slotClass, page);
        return page;
    }

    private void takePiece() {
        if ((long) (pieceCount + 1) * memory.pieceBytes() > MAX_CAPACITY_BYTES) {
            throw new IllegalStateException("the records take more than " + MAX_CAPACITY_BYTES + " bytes");
        }
        if (pieceCount == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * pieceCount);
        }
        ByteBuffer piece = memory.take();
        pieces[pieceCount++] = piece;
        if (pageCount + pagesOfPiece > pages.length) {
            pages = Arrays.copyOf(pages, Math.max(pageCount + pagesOfPiece, 2 * pageCount));
        }
        for (int i = 0; i < pagesOfPiece; i++) {
            pages[pageCount + i] = new Page((pageCount + i) << PAGE_SHIFT, piece, i * MAX_SLOT_BYTES);
        }
        for (int i = pagesOfPiece - 1; i >= 0; i--) {
            addEmpty(pages[pageCount + i]);
        }
        pageCount += pagesOfPiece;
    }

    private void addEmpty(Page page) {
        page.next = emptyPages;
        page.previous = null;
        emptyPages = page;
        emptyCount++;
    }

    private void link(int slotClass, Page page) {
        page.previous = null;
        page.next = withRoom[slotClass];
        if (page.next != null) {
            page.next.previous = page;
        }
        withRoom[slotClass] = page;
    }

    private void unlink(int slotClass, Page page) {
        if (page.previous == null) {
            withRoom[slotClass] = page.next;
        } else {
            page.previous.next = page.next;
        }
        if (page.next != null) {
            page.next.previous = page.previous;
        }
        page.next = null;
        page.previous = null;
    }
}
