package io.pocket.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final long SEEDS = 1_000;

    /** A failing seed replays with {@code ./pocket seeds --from SEED --count 1}. */
    @Test
    void shouldHoldTheRulesForAThousandSeeds() {
        List<Simulation.Result> results = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> Simulation.run(seed, SimulationConfig.standard(), SimulatedRules.shipped()))
                .toList();

        assertThat(results.stream().filter(result -> !result.violations().isEmpty()))
                .isEmpty();
        assertThat(results).allSatisfy(result -> {
            assertThat(result.operations()).isGreaterThanOrEqualTo(1_000);
            assertThat(result.faults()).isGreaterThanOrEqualTo(5);
        });
    }

    @Test
    void shouldReplayASeedExactly() {
        Simulation.Result first = Simulation.run(42, SimulationConfig.standard(), SimulatedRules.shipped());
        Simulation.Result again = Simulation.run(42, SimulationConfig.standard(), SimulatedRules.shipped());

        assertThat(again).isEqualTo(first);
    }
}
