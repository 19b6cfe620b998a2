package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * An io_uring, by its system calls: entries are put into the submission queue, {@link #enter} hands them to the kernel,
 * {@link #next} walks the completion queue. See io_uring_setup(2), io_uring_enter(2) and linux/io_uring.h, from which all
 * offsets and numbers come. One thread.
 */
final class Ring implements AutoCloseable {

    static final byte READ_FIXED = 4;
    static final byte WRITE_FIXED = 5;
    static final byte READ = 22;
    static final byte WRITE = 23;

    private static final int SYS_SETUP = 425;
    private static final int SYS_ENTER = 426;
    private static final int SYS_REGISTER = 427;

    private static final int REGISTER_BUFFERS = 0;
    private static final int REGISTER_EVENTFD = 4;

    private static final int SETUP_CLAMP = 1 << 4;
    private static final int FEATURE_SINGLE_MMAP = 1;
    private static final int FEATURE_NODROP = 1 << 1;
    private static final int FEATURE_RW_CUR_POS = 1 << 3;
    private static final int FEATURES = FEATURE_SINGLE_MMAP | FEATURE_NODROP | FEATURE_RW_CUR_POS;

    private static final long OFFSET_RINGS = 0;
    private static final long OFFSET_ENTRIES = 0x1000_0000;

    private static final int PARAMS_BYTES = 120;
    private static final int ENTRY_BYTES = 64;
    private static final int COMPLETION_BYTES = 16;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final VarHandle SHARED_INT = INT.varHandle();

    private final Libc libc;
    private final int descriptor;
    private final MemorySegment rings;
    private final MemorySegment entries;
    private final int submissionTail;
    private final int submissionMask;
    private final int completionHead;
    private final int completionTail;
    private final int completionMask;
    private final int completions;
    private int tail;
    private int pending;
    private int head;

    private Ring(Libc libc, int descriptor, MemorySegment params) throws IOException {
        this.libc = libc;
        this.descriptor = descriptor;
        int submissionEntries = params.get(INT, 0);
        int completionEntries = params.get(INT, 4);
        int arrayOffset = params.get(INT, 64);
        completions = params.get(INT, 100);
        long ringBytes = Math.max(
                arrayOffset + (long) submissionEntries * Integer.BYTES,
                completions + (long) completionEntries * COMPLETION_BYTES);
        rings = map(OFFSET_RINGS, ringBytes);
        entries = map(OFFSET_ENTRIES, (long) submissionEntries * ENTRY_BYTES);
        submissionTail = params.get(INT, 44);
        submissionMask = submissionEntries - 1;
        completionHead = params.get(INT, 80);
        completionTail = params.get(INT, 84);
        completionMask = completionEntries - 1;
        for (int i = 0; i < submissionEntries; i++) {
            rings.set(INT, arrayOffset + (long) i * Integer.BYTES, i);
        }
    }

    /**
     * @param depth entries under way at once; the caller never has more
     * @throws IOException where the kernel has no io_uring, an old one, or does not allow it
     */
    static Ring open(int depth) throws IOException {
        Libc libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(PARAMS_BYTES, Long.BYTES);
            params.set(INT, 8, SETUP_CLAMP);
            int descriptor =
                    (int) Libc.require("io_uring_setup", libc.syscall(SYS_SETUP, depth, params.address(), 0, 0, 0, 0));
            if ((params.get(INT, 20) & FEATURES) != FEATURES || params.get(INT, 0) < depth) {
                libc.close(descriptor);
                throw new IOException("the kernel's io_uring is too old or too small");
            }
            return opened(libc, descriptor, params);
        }
    }

    private static Ring opened(Libc libc, int descriptor, MemorySegment params) throws IOException {
        try {
            return new Ring(libc, descriptor, params);
        } catch (IOException e) {
            libc.close(descriptor);
            throw e;
        }
    }

    @SuppressWarnings("restricted") // The kernel has just mapped so many bytes there.
    private MemorySegment map(long offset, long sizeBytes) throws IOException {
        long address = Libc.require("mapping the io_uring", libc.mmap(descriptor, offset, sizeBytes));
        return MemorySegment.ofAddress(address).reinterpret(sizeBytes);
    }

    /** Pins a buffer, so that the kernel need not do so for each transfer; false if it is not allowed to. */
    boolean register(MemorySegment buffer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(2 * Long.BYTES, Long.BYTES);
            vector.set(LONG, 0, buffer.address());
            vector.set(LONG, Long.BYTES, buffer.byteSize());
            return libc.syscall(SYS_REGISTER, descriptor, REGISTER_BUFFERS, vector.address(), 1, 0, 0) >= 0;
        }
    }

    /** From here on each completion is counted in an eventfd. */
    void signal(int eventDescriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(INT);
            number.set(INT, 0, eventDescriptor);
            Libc.require(
                    "io_uring_register",
                    libc.syscall(SYS_REGISTER, descriptor, REGISTER_EVENTFD, number.address(), 1, 0, 0));
        }
    }

    /** Puts one read or write into the queue. */
    void add(byte operation, int file, long position, long address, int lengthBytes, long tag) {
        long entry = (long) (tail & submissionMask) * ENTRY_BYTES;
        entries.asSlice(entry, ENTRY_BYTES).fill((byte) 0);
        entries.set(ValueLayout.JAVA_BYTE, entry, operation);
        entries.set(INT, entry + 4, file);
        entries.set(LONG, entry + 8, position);
        entries.set(LONG, entry + 16, address);
        entries.set(INT, entry + 24, lengthBytes);
        entries.set(LONG, entry + 32, tag);
        tail++;
        pending++;
        SHARED_INT.setRelease(rings, (long) submissionTail, tail);
    }

    /**
     * Hands over what was added. What the kernel does not take now stays queued for the next call.
     *
     * @throws IOException if the ring is broken
     */
    void enter() throws IOException {
        if (pending == 0) {
            return;
        }
        long taken = libc.syscall(SYS_ENTER, descriptor, pending, 0, 0, 0, 0);
        if (taken >= 0) {
            pending -= (int) taken;
        } else if (!Errno.isTransient((int) -taken)) {
            Libc.require("io_uring_enter", taken);
        }
    }

    /** Whether there is a completion: then {@link #tag} and {@link #result} tell of it until {@link #advance}. */
    boolean next() {
        return head != (int) SHARED_INT.getAcquire(rings, (long) completionTail);
    }

    long tag() {
        return rings.get(LONG, completion());
    }

    /** Bytes moved, or the negative error number. */
    int result() {
        return rings.get(INT, completion() + 8);
    }

    void advance() {
        head++;
        SHARED_INT.setRelease(rings, (long) completionHead, head);
    }

    private long completion() {
        return completions + (long) (head & completionMask) * COMPLETION_BYTES;
    }

    @Override
    public void close() {
        libc.munmap(entries);
        libc.munmap(rings);
        libc.close(descriptor);
    }
}
