package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    private final List<String> killed = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldKillOneInTheMiddle() {
        KillPlan plan = new KillPlan(List.of("shard-1"), 8, killed::add);

        end(plan, 3);
        assertThat(killed).isEmpty();
        end(plan, 1);
        assertThat(killed).containsExactly("shard-1");
        end(plan, 10);
        assertThat(killed).hasSize(1);
    }

    @Test
    void shouldSpreadSeveralOverTheShuffle() {
        KillPlan plan = new KillPlan(List.of("shard-1", "node-dram-1"), 9, killed::add);

        end(plan, 3);
        assertThat(killed).containsExactly("shard-1");
        end(plan, 2);
        assertThat(killed).containsExactly("shard-1");
        end(plan, 1);
        assertThat(killed).containsExactly("shard-1", "node-dram-1");
    }

    @Test
    void shouldKillAllEvenIfThereAreMoreThanFunctions() {
        KillPlan plan = new KillPlan(List.of("a", "b", "c"), 2, killed::add);

        end(plan, 2);

        assertThat(killed).containsExactly("a", "b", "c");
    }

    @Test
    void shouldKillNothingUnlessAsked() {
        KillPlan plan = new KillPlan(List.of(), 4, killed::add);

        end(plan, 4);

        assertThat(killed).isEmpty();
    }

    @Test
    void shouldTellThatARestartFailed() {
        KillPlan plan = new KillPlan(List.of("shard-1"), 2, target -> {
            throw new IllegalStateException(target + " did not come back");
        });
        plan.functionEnded();

        assertThatThrownBy(plan::awaitRestarts)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("shard-1 did not come back");
    }

    private static void end(KillPlan plan, int functions) {
        for (int i = 0; i < functions; i++) {
            plan.functionEnded();
        }
        plan.awaitRestarts();
    }
}
