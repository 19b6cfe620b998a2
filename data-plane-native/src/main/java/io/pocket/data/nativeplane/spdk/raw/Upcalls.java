package io.pocket.data.nativeplane.spdk.raw;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions of ours that SPDK calls. The JVM ends the process when an exception leaves one, so whatever is thrown is logged and goes no
 * further. An address is valid until its arena is closed.
 */
public final class Upcalls {

    private static final Logger LOG = LoggerFactory.getLogger(Upcalls.class);

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** {@code spdk_bdev_io_completion_cb}. */
    public interface Transfer {
        void ended(long io, boolean success, long context);
    }

    /** {@code spdk_subsystem_init_fn}. */
    public interface Result {
        void told(int status, long context);
    }

    /** {@code spdk_bdev_event_cb_t}. */
    public interface DeviceEvent {
        void happened(int type, long bdev, long context);
    }

    private Upcalls() {}

    public static long ofTransfer(Transfer target, Arena arena) {
        return stub(
                "transferEnded",
                MethodType.methodType(void.class, Transfer.class, long.class, boolean.class, long.class),
                target,
                FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_BOOLEAN, JAVA_LONG),
                arena);
    }

    public static long ofResult(Result target, Arena arena) {
        return stub(
                "resultTold",
                MethodType.methodType(void.class, Result.class, int.class, long.class),
                target,
                FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG),
                arena);
    }

    public static long ofDeviceEvent(DeviceEvent target, Arena arena) {
        return stub(
                "eventHappened",
                MethodType.methodType(void.class, DeviceEvent.class, int.class, long.class, long.class),
                target,
                FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG, JAVA_LONG),
                arena);
    }

    @SuppressWarnings("restricted") // Native access is what this class is for.
    private static long stub(String name, MethodType type, Object target, FunctionDescriptor native0, Arena arena) {
        try {
            MethodHandle handle = LOOKUP.findStatic(Upcalls.class, name, type).bindTo(target);
            return Linker.nativeLinker().upcallStub(handle, native0, arena).address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class", e);
        }
    }

    @SuppressWarnings("unused") // By name.
    private static void transferEnded(Transfer target, long io, boolean success, long context) {
        try {
            target.ended(io, success, context);
        } catch (Throwable e) {
            failed(e);
        }
    }

    @SuppressWarnings("unused") // By name.
    private static void resultTold(Result target, int status, long context) {
        try {
            target.told(status, context);
        } catch (Throwable e) {
            failed(e);
        }
    }

    @SuppressWarnings("unused") // By name.
    private static void eventHappened(DeviceEvent target, int type, long bdev, long context) {
        try {
            target.happened(type, bdev, context);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Logging may fail too, for want of memory say. */
    private static void failed(Throwable failure) {
        try {
            LOG.error("a callback of SPDK failed", failure);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }
}
