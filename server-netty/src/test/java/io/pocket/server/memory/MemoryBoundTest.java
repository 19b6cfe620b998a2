package io.pocket.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.server.memory.MemoryBound.Part;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBoundTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void shouldTakeTheLimitsThatTheProcessWasStartedWith() {
        assertThat(parts("67108864", "33554432"))
                .containsExactly(
                        new Part("heap", 160 * MEBIBYTE),
                        new Part("direct", 32 * MEBIBYTE),
                        new Part("metaspace", 64 * MEBIBYTE),
                        new Part("code", 48 * MEBIBYTE),
                        new Part("threads", 32 * MEBIBYTE),
                        new Part("collector", 10 * MEBIBYTE),
                        new Part("jvm", 96 * MEBIBYTE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "18446744073709547520"})
    void shouldAssumeAMetaspaceWhereNoneIsSet(String notSet) {
        assertThat(parts(notSet, "1")).contains(new Part("metaspace", 128 * MEBIBYTE));
    }

    @Test
    void shouldTakeTheHeapsSizeForDirectMemoryThatIsNotSet() {
        assertThat(parts("67108864", "0")).contains(new Part("direct", 160 * MEBIBYTE));
    }

    private static List<Part> parts(String metaspace, String direct) {
        Map<String, String> options = Map.of(
                "MaxHeapSize", "167772160",
                "MaxDirectMemorySize", direct,
                "MaxMetaspaceSize", metaspace,
                "ReservedCodeCacheSize", "50331648",
                "ThreadStackSize", "1024");
        return new JvmLimits(options::get).parts();
    }

    @Test
    void shouldBeTheSumOfItsParts() {
        MemoryBound jvm = MemoryBound.ofJvm();
        MemoryBound all = jvm.with("slab", 5 * MEBIBYTE).with("index", 3);
        assertThat(all.totalBytes()).isEqualTo(jvm.totalBytes() + 5 * MEBIBYTE + 3);
        assertThat(all.toString()).contains(" MiB = heap ").endsWith(" + slab 5 + index 1");
        assertThat(jvm.parts().getFirst().bytes())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> jvm.with("slab", -1))
                .withMessageContaining("slab");
    }

    @Test
    void shouldShowBoundPartsAndPeak() {
        CollectorRegistry registry = new CollectorRegistry();
        MemoryBound bound = MemoryBound.ofJvm().with("slab", 7);
        new MemoryMetrics(bound).register(registry);
        assertThat(registry.getSampleValue("pocket_process_memory_bound_bytes")).isEqualTo((double) bound.totalBytes());
        assertThat(registry.getSampleValue(
                        "pocket_process_memory_part_bytes", new String[] {"part"}, new String[] {"slab"}))
                .isEqualTo(7);
        assertThat(registry.getSampleValue("pocket_process_memory_peak_bytes"))
                .isGreaterThan(Runtime.getRuntime().totalMemory() / 64.0);
    }

    @Test
    void shouldFindThePeakInTheKernelsText() {
        assertThat(PeakMemory.parse("Name:\tjava\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"))
                .hasValue(2 * MEBIBYTE);
        assertThat(PeakMemory.parse("Name:\tjava\n")).isEmpty();
    }
}
