package io.pocket.benchmarks.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Needs root; skipped otherwise, with the reason. */
class LimitedLinksTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final String OWN = "pocket-bench-" + PID + "-";
    private static final String LINK = "pkb" + PID + "x";

    @Test
    void shouldReachEachNamespaceThroughALimitedLinkAndRemoveAllOfThem() throws IOException {
        assumeThat(LimitedLinks.obstacle()).isEmpty();
        try (LimitedLinks links = LimitedLinks.make(2)) {
            for (int i = 0; i < 2; i++) {
                assertThat(InetAddress.getByName(links.address(i)).isReachable(5_000))
                        .isTrue();
                assertThat(Shell.run("tc -n " + OWN + i + " qdisc show dev eth0"))
                        .contains("tbf", "rate 1Gbit");
            }
            assertThat(Shell.run("tc qdisc show")).containsPattern("tbf .* dev " + LINK + "0 .*rate 1Gbit");
        }

        assertThat(Shell.run("ip netns list")).doesNotContain(OWN);
        assertThat(Shell.run("ip -br link")).doesNotContain(LINK);
    }
}
