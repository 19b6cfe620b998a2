package io.pocket.control.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DecisionLog log = new DecisionLog(() -> Instant.EPOCH, registry);

    @Test
    void shouldKeepTheNewestInOrder() {
        for (int i = 1; i <= DecisionLog.KEPT + 5; i++) {
            log.note(DecisionKind.CREATE, "pod-" + i, "test", Map.of("i", i));
        }
        assertThat(log.after(0, DecisionLog.KEPT))
                .hasSize(DecisionLog.KEPT)
                .first()
                .satisfies(oldest -> assertThat(oldest.number()).isEqualTo(6));
        assertThat(registry.get("pocket.decisions")
                        .tag("kind", "create")
                        .counter()
                        .count())
                .isEqualTo(DecisionLog.KEPT + 5);
    }

    @Test
    void shouldGiveTheNewestOfThoseAfterANumber() {
        for (int i = 0; i < 10; i++) {
            log.note(DecisionKind.SCALE, "dram", "test");
        }
        assertThat(log.after(4, 3)).extracting(Decision::number).containsExactly(8L, 9L, 10L);
        assertThat(log.after(10, 3)).isEmpty();
    }
}
