package io.pocket.data.nativeplane.dpdk;

import java.lang.invoke.MethodHandle;

/** A function that is called seldom: arguments are boxed. A native call throws nothing of its own. */
record NativeCall(MethodHandle handle) {
    int asInt(Object... arguments) {
        return ((Number) call(arguments)).intValue();
    }

    long asLong(Object... arguments) {
        return ((Number) call(arguments)).longValue();
    }

    void run(Object... arguments) {
        call(arguments);
    }

    private Object call(Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static AssertionError unexpected(Throwable e) {
        return new AssertionError("a native call throws nothing", e);
    }
}
