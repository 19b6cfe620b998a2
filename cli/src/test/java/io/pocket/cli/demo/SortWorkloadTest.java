package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SortWorkloadTest {

    @Test
    void shouldStartAsManyFunctionsInEachStage() {
        SortWorkload sort = new SortWorkload(4, 1_000, 1);

        assertThat(sort.stages()).extracting(Stage::name).containsExactly("map", "reduce", "verify");
        assertThat(sort.stages()).allSatisfy(stage -> assertThat(stage.calls()).hasSize(4));
        assertThat(sort.stages().get(2).calls().get(3).name()).isEqualTo("sort-verify-3");
    }

    @Test
    void shouldExpectTheNodesToHoldItsObjectsUnlessTheyAreSmall() {
        assertThat(new SortWorkload(16, DemoOptions.DEFAULT_RECORDS, 1).heldBytes())
                .isEqualTo(1_073_741_800);
        assertThat(new SortWorkload(16, 1_000, 1).heldBytes()).isZero();
    }

    @Test
    void shouldBoundTheHeapByTheRecordsOfAFunction() {
        int small = new SortWorkload(16, 0, 1).heapMebibytes();
        int usual = new SortWorkload(16, DemoOptions.DEFAULT_RECORDS, 1).heapMebibytes();

        assertThat(small).isLessThan(32);
        assertThat(usual - small).isBetween(64, 96);
    }
}
