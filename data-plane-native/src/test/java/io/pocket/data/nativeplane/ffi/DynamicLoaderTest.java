package io.pocket.data.nativeplane.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.FunctionDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "native libraries are Linux's here")
class DynamicLoaderTest {
    private final DynamicLoader loader = DynamicLoader.ofPlatform().orElseThrow();

    @Test
    void shouldCallFunctionOfLoadedLibrary() throws LibraryNotLoadedException {
        assertThat(loader.callForText(loader.load("libc.so.6"), "gnu_get_libc_version"))
                .hasValueSatisfying(version -> assertThat(version).matches("[0-9]+\\.[0-9]+"));
    }

    @Test
    void shouldFindFunctionOfAnyLibrary() throws Throwable {
        int own =
                (int) loader.function("getpid", FunctionDescriptor.of(JAVA_INT)).invokeExact();

        assertThat(own).isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void shouldNameTheFunctionThatNoLibraryHas() {
        assertThatThrownBy(() -> loader.function("pocket_no_such_function", FunctionDescriptor.ofVoid()))
                .isInstanceOf(LibraryNotLoadedException.class)
                .hasMessageContaining("pocket_no_such_function");
    }
}
