package io.pocket.data.nativeplane.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "signal numbers are Linux's here")
class SignalGuardTest {
    private static final MemorySegment IGNORE = MemorySegment.ofAddress(1);

    @Test
    void shouldPutBackTheHandlerThatWasReplacedMeanwhile() throws Throwable {
        String before = SignalHandlers.libraryThatHandles(SignalHandlers.SIGBUS);
        SignalGuard guard = SignalGuard.begin();
        DynamicLoader.ofPlatform()
                .orElseThrow()
                .function("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS))
                .invokeWithArguments(SignalHandlers.SIGBUS, IGNORE);
        String meanwhile = SignalHandlers.libraryThatHandles(SignalHandlers.SIGBUS);

        guard.close();

        assertThat(before).endsWith("libjvm.so");
        assertThat(meanwhile).isEqualTo("no library");
        assertThat(SignalHandlers.libraryThatHandles(SignalHandlers.SIGBUS)).isEqualTo(before);
    }
}
