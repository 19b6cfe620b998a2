package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/** A thread that sleeps on an eventfd and wakes the owner. */
final class CompletionSignal extends OwnerSignal implements AutoCloseable {

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final int descriptor;
    private final Thread thread;
    private volatile boolean closed;

    CompletionSignal(String name) throws IOException {
        descriptor = (int) Libc.require("eventfd", new Libc().eventfd(CLOSE_ON_EXEC));
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    int descriptor() {
        return descriptor;
    }

    void start() {
        thread.start();
    }

    private void run() {
        Libc libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            while (!closed) {
                libc.read(descriptor, count);
                if (!closed) {
                    wake();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Libc libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            libc.write(descriptor, one);
            thread.join(END_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        libc.close(descriptor);
    }
}
