package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutableMappingsTest {
    private final ExecutableMappings mappings = ExecutableMappings.parse(List.of(
            "7f0000001000-7f0000002000 r--p 00000000 08:01 42                         /usr/lib/librte_ethdev.so.23.0",
            "7f0000002000-7f0000003000 r-xp 00001000 08:01 42                         /usr/lib/librte_ethdev.so.23.0",
            "7f0000003000-7f0000004000 r-xp 00000000 00:00 0 ",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]"));

    @Test
    void shouldTellTheLibraryOfCode() {
        assertThat(mappings.libraryAt(0x7f00_0000_2000L)).hasValue("librte_ethdev.so.23.0");
        assertThat(mappings.isCodeOf("librte_ethdev", 0x7f00_0000_2fffL)).isTrue();
        assertThat(mappings.isCodeOf("librte_mbuf", 0x7f00_0000_2fffL)).isFalse();
    }

    @Test
    void shouldFindNoCodeInDataNorInMemoryOfNobody() {
        for (long address : new long[] {0, 0x7f00_0000_1000L, 0x7f00_0000_3000L, 0x7f00_0000_4000L}) {
            assertThat(mappings.libraryAt(address)).isEmpty();
        }
    }
}
