package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The calls of the C library that Java has no name for. Each answers as the function does, or with the negative error
 * number. An instance serves one thread at a time: it holds the place where the error number is caught.
 */
final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CATCH_ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle SYSCALL = find(
            "syscall",
            FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle OPEN =
            find("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle FALLOCATE = find("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
    private static final MethodHandle FLOCK = find("flock", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle FSYNC = find("fsync", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle PWRITE = find("pwrite", FunctionDescriptor.of(LONG, INT, LONG, LONG, LONG));
    private static final MethodHandle PREAD = find("pread", FunctionDescriptor.of(LONG, INT, LONG, LONG, LONG));
    private static final MethodHandle EVENTFD = find("eventfd", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle READ = find("read", FunctionDescriptor.of(LONG, INT, LONG, LONG));
    private static final MethodHandle WRITE = find("write", FunctionDescriptor.of(LONG, INT, LONG, LONG));
    private static final MethodHandle MMAP = find("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
    private static final MethodHandle MUNMAP = find("munmap", FunctionDescriptor.of(INT, LONG, LONG));

    private final MemorySegment caught = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    @SuppressWarnings("restricted") // Native access is what this class is for.
    private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = CATCH_ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type, all);
    }

    long syscall(long number, long a, long b, long c, long d, long e, long f) {
        try {
            return orError((long) SYSCALL.invokeExact(caught, number, a, b, c, d, e, f));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    /** The file is there already. */
    int open(Path file, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toAbsolutePath().toString(), StandardCharsets.UTF_8);
            return (int) orError((int) OPEN.invokeExact(caught, name, flags, 0));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int close(int descriptor) {
        try {
            return (int) orError((int) CLOSE.invokeExact(caught, descriptor));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int fallocate(int descriptor, long sizeBytes) {
        try {
            return (int) orError((int) FALLOCATE.invokeExact(caught, descriptor, 0, 0L, sizeBytes));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int flock(int descriptor, int operation) {
        try {
            return (int) orError((int) FLOCK.invokeExact(caught, descriptor, operation));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int fsync(int descriptor) {
        try {
            return (int) orError((int) FSYNC.invokeExact(caught, descriptor));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    long pwrite(int descriptor, MemorySegment from, long position) {
        try {
            return orError((long) PWRITE.invokeExact(caught, descriptor, from.address(), from.byteSize(), position));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    long pread(int descriptor, MemorySegment into, long position) {
        try {
            return orError((long) PREAD.invokeExact(caught, descriptor, into.address(), into.byteSize(), position));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int eventfd(int flags) {
        try {
            return (int) orError((int) EVENTFD.invokeExact(caught, 0, flags));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    long read(int descriptor, MemorySegment into) {
        try {
            return orError((long) READ.invokeExact(caught, descriptor, into.address(), into.byteSize()));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    long write(int descriptor, MemorySegment from) {
        try {
            return orError((long) WRITE.invokeExact(caught, descriptor, from.address(), from.byteSize()));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    /** Maps a descriptor's memory, shared, to read and write; the answer is its address. */
    long mmap(int descriptor, long offset, long sizeBytes) {
        int readWrite = 3;
        int sharedPopulated = 0x8001;
        try {
            return orError(
                    (long) MMAP.invokeExact(caught, 0L, sizeBytes, readWrite, sharedPopulated, descriptor, offset));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    int munmap(MemorySegment mapped) {
        try {
            return (int) orError((int) MUNMAP.invokeExact(caught, mapped.address(), mapped.byteSize()));
        } catch (Throwable failure) {
            throw impossible(failure);
        }
    }

    /** @throws IOException if the answer is an error number */
    static long require(String what, long answer) throws IOException {
        if (answer < 0) {
            throw new IOException(what + " failed: " + Errno.describe((int) -answer));
        }
        return answer;
    }

    private long orError(long answer) {
        return answer == -1 ? -caught.get(INT, ERRNO_OFFSET) : answer;
    }

    /** Such calls throw nothing but errors of the machine itself. */
    private static Error impossible(Throwable failure) {
        return failure instanceof Error error ? error : new AssertionError(failure);
    }
}
