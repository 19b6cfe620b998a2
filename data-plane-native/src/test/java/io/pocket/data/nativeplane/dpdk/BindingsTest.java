package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "DPDK runs on Linux")
class BindingsTest {
    @Test
    void shouldNameWhatIsMissingAndHowToGetItInOneLine() {
        List<TestedRelease> releases =
                List.of(new TestedRelease(1, "DPDK 1.", 4096, 2112), new TestedRelease(2, "DPDK 2.", 4096, 2112));

        assertThatThrownBy(() -> Bindings.load(releases))
                .isInstanceOf(DpdkException.class)
                .hasMessageStartingWith("no DPDK: ")
                .hasMessageContainingAll(
                        "librte_ethdev.so.1", "librte_ethdev.so.2", "apt-get install librte-net-af-packet23")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldTellTheVersion() {
        Requirements.dpdk();

        assertThat(Bindings.load().versionText()).startsWith("DPDK 22.11.");
    }
}
