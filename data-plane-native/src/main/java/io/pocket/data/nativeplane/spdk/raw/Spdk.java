package io.pocket.data.nativeplane.spdk.raw;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pocket.data.nativeplane.ffi.LibraryNotLoadedException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The functions of SPDK that are called, each with its C signature; an address is a long. To be touched only after
 * {@link SpdkLibraries#load} has found them all.
 *
 * <p>None is bound as {@code critical}: nearly all of them may call back into Java, which would then be a crash, and it was
 * measured to gain nothing.
 */
public final class Spdk {

    /** State in which devices may be made, of {@link #rpcSetState}: {@code SPDK_RPC_RUNTIME}. */
    public static final int RPC_RUNTIME = 2;

    /** {@code SPDK_LOG_WARN} of {@link #logPrintLevel}. */
    public static final int LOG_WARN = 1;

    /** {@code SPDK_MALLOC_DMA}, for {@link #allocateZeroed}. */
    public static final int MALLOC_DMA = 1;

    /** {@code SPDK_ENV_NUMA_ID_ANY}. */
    public static final int NUMA_ANY = -1;

    /** {@code SPDK_BDEV_IO_TYPE_FLUSH}, for {@link #bdevSupports}. */
    public static final int IO_FLUSH = 4;

    /** {@code SPDK_BDEV_EVENT_REMOVE}. */
    public static final int EVENT_REMOVE = 0;

    /** {@code SPDK_BDEV_EVENT_RESIZE}. */
    public static final int EVENT_RESIZE = 1;

    /** What a release must have; checked when it is loaded. */
    static final List<String> FUNCTIONS = List.of(
            "spdk_env_opts_init",
            "spdk_env_init",
            "spdk_unaffinitize_thread",
            "spdk_log_set_print_level",
            "spdk_zmalloc",
            "spdk_free",
            "spdk_thread_lib_init",
            "spdk_thread_create",
            "spdk_set_thread",
            "spdk_thread_poll",
            "spdk_thread_exit",
            "spdk_thread_is_exited",
            "spdk_thread_destroy",
            "spdk_subsystem_load_config",
            "spdk_subsystem_init",
            "spdk_subsystem_fini",
            "spdk_rpc_set_state",
            "spdk_bdev_open_ext",
            "spdk_bdev_close",
            "spdk_bdev_desc_get_bdev",
            "spdk_bdev_get_product_name",
            "spdk_bdev_get_block_size",
            "spdk_bdev_get_num_blocks",
            "spdk_bdev_get_buf_align",
            "spdk_bdev_io_type_supported",
            "spdk_bdev_get_io_channel",
            "spdk_put_io_channel",
            "spdk_bdev_read",
            "spdk_bdev_write",
            "spdk_bdev_flush",
            "spdk_bdev_free_io",
            "spdk_bdev_io_get_aio_status",
            "spdk_bdev_io_get_nvme_status");

    static final SpdkRelease RELEASE = libraries().release();

    private static final MethodHandle ENVIRONMENT_OPTIONS_INIT =
            bind("spdk_env_opts_init", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle ENVIRONMENT_INIT =
            bind("spdk_env_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle UNAFFINITIZE_THREAD =
            bind("spdk_unaffinitize_thread", FunctionDescriptor.ofVoid());
    private static final MethodHandle LOG_PRINT_LEVEL =
            bind("spdk_log_set_print_level", FunctionDescriptor.ofVoid(JAVA_INT));
    private static final MethodHandle ALLOCATE_ZEROED =
            bind("spdk_zmalloc", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle FREE = bind("spdk_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle THREAD_LIBRARY_INIT =
            bind("spdk_thread_lib_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle THREAD_CREATE =
            bind("spdk_thread_create", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle THREAD_SET = bind("spdk_set_thread", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle THREAD_POLL =
            bind("spdk_thread_poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle THREAD_EXIT =
            bind("spdk_thread_exit", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle THREAD_IS_EXITED =
            bind("spdk_thread_is_exited", FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_LONG));
    private static final MethodHandle THREAD_DESTROY =
            bind("spdk_thread_destroy", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle SUBSYSTEM_LOAD_CONFIG = bind(
            "spdk_subsystem_load_config",
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_BOOLEAN));
    private static final MethodHandle SUBSYSTEM_INIT =
            bind("spdk_subsystem_init", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SUBSYSTEM_FINI =
            bind("spdk_subsystem_fini", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle RPC_SET_STATE = bind("spdk_rpc_set_state", FunctionDescriptor.ofVoid(JAVA_INT));
    private static final MethodHandle BDEV_OPEN = bind(
            "spdk_bdev_open_ext",
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_BOOLEAN, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_CLOSE = bind("spdk_bdev_close", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle BDEV_OF =
            bind("spdk_bdev_desc_get_bdev", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_PRODUCT =
            bind("spdk_bdev_get_product_name", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_BLOCK_BYTES =
            bind("spdk_bdev_get_block_size", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle BDEV_BLOCKS =
            bind("spdk_bdev_get_num_blocks", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_ALIGNMENT =
            bind("spdk_bdev_get_buf_align", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_SUPPORTS =
            bind("spdk_bdev_io_type_supported", FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_LONG, JAVA_INT));
    private static final MethodHandle BDEV_CHANNEL =
            bind("spdk_bdev_get_io_channel", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CHANNEL_PUT = bind("spdk_put_io_channel", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle BDEV_READ = bind(
            "spdk_bdev_read",
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_WRITE = bind(
            "spdk_bdev_write",
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_FLUSH = bind(
            "spdk_bdev_flush",
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle BDEV_FREE_IO =
            bind("spdk_bdev_free_io", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle IO_AIO_STATUS =
            bind("spdk_bdev_io_get_aio_status", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle IO_NVME_STATUS =
            bind("spdk_bdev_io_get_nvme_status", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private Spdk() {}

    private static SpdkLibraries libraries() {
        try {
            return SpdkLibraries.load();
        } catch (SpdkUnavailableException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static MethodHandle bind(String function, FunctionDescriptor type) {
        try {
            return libraries().loader().function(function, type);
        } catch (LibraryNotLoadedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Native calls throw nothing but errors of the machine itself. */
    private static Error impossible(Throwable failure) {
        return failure instanceof Error error ? error : new AssertionError(failure);
    }

    public static void environmentOptionsInit(long options) {
        try {
            ENVIRONMENT_OPTIONS_INIT.invokeExact(options);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int environmentInit(long options) {
        try {
            return (int) ENVIRONMENT_INIT.invokeExact(options);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void unaffinitizeThread() {
        try {
            UNAFFINITIZE_THREAD.invokeExact();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void logPrintLevel(int level) {
        try {
            LOG_PRINT_LEVEL.invokeExact(level);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long allocateZeroed(long bytes, long alignment, long unused, int numa, int flags) {
        try {
            return (long) ALLOCATE_ZEROED.invokeExact(bytes, alignment, unused, numa, flags);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void free(long memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int threadLibraryInit(long newThread, long contextBytes) {
        try {
            return (int) THREAD_LIBRARY_INIT.invokeExact(newThread, contextBytes);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long threadCreate(long name, long cpuMask) {
        try {
            return (long) THREAD_CREATE.invokeExact(name, cpuMask);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void threadSet(long thread) {
        try {
            THREAD_SET.invokeExact(thread);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int threadPoll(long thread, int messagesMax, long nowTicks) {
        try {
            return (int) THREAD_POLL.invokeExact(thread, messagesMax, nowTicks);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int threadExit(long thread) {
        try {
            return (int) THREAD_EXIT.invokeExact(thread);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static boolean threadIsExited(long thread) {
        try {
            return (boolean) THREAD_IS_EXITED.invokeExact(thread);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void threadDestroy(long thread) {
        try {
            THREAD_DESTROY.invokeExact(thread);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void subsystemLoadConfig(
            long json, long jsonBytes, long callback, long context, boolean stopOnError) {
        try {
            SUBSYSTEM_LOAD_CONFIG.invokeExact(json, jsonBytes, callback, context, stopOnError);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void subsystemInit(long callback, long context) {
        try {
            SUBSYSTEM_INIT.invokeExact(callback, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void subsystemFini(long callback, long context) {
        try {
            SUBSYSTEM_FINI.invokeExact(callback, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void rpcSetState(int state) {
        try {
            RPC_SET_STATE.invokeExact(state);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevOpen(long name, boolean write, long callback, long context, long descriptorOut) {
        try {
            return (int) BDEV_OPEN.invokeExact(name, write, callback, context, descriptorOut);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void bdevClose(long descriptor) {
        try {
            BDEV_CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long bdevOf(long descriptor) {
        try {
            return (long) BDEV_OF.invokeExact(descriptor);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long bdevProduct(long bdev) {
        try {
            return (long) BDEV_PRODUCT.invokeExact(bdev);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevBlockBytes(long bdev) {
        try {
            return (int) BDEV_BLOCK_BYTES.invokeExact(bdev);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long bdevBlocks(long bdev) {
        try {
            return (long) BDEV_BLOCKS.invokeExact(bdev);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long bdevAlignment(long bdev) {
        try {
            return (long) BDEV_ALIGNMENT.invokeExact(bdev);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static boolean bdevSupports(long bdev, int type) {
        try {
            return (boolean) BDEV_SUPPORTS.invokeExact(bdev, type);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long bdevChannel(long descriptor) {
        try {
            return (long) BDEV_CHANNEL.invokeExact(descriptor);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void channelPut(long channel) {
        try {
            CHANNEL_PUT.invokeExact(channel);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevRead(
            long descriptor, long channel, long memory, long offset, long bytes, long callback, long context) {
        try {
            return (int) BDEV_READ.invokeExact(descriptor, channel, memory, offset, bytes, callback, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevWrite(
            long descriptor, long channel, long memory, long offset, long bytes, long callback, long context) {
        try {
            return (int) BDEV_WRITE.invokeExact(descriptor, channel, memory, offset, bytes, callback, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevFlush(long descriptor, long channel, long offset, long bytes, long callback, long context) {
        try {
            return (int) BDEV_FLUSH.invokeExact(descriptor, channel, offset, bytes, callback, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bdevFreeIo(long io) {
        try {
            return (int) BDEV_FREE_IO.invokeExact(io);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void ioAioStatus(long io, long resultOut) {
        try {
            IO_AIO_STATUS.invokeExact(io, resultOut);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void ioNvmeStatus(long io, long cdw0Out, long typeOut, long codeOut) {
        try {
            IO_NVME_STATUS.invokeExact(io, cdw0Out, typeOut, codeOut);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
