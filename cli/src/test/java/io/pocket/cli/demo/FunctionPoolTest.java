package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.cli.cluster.ProcessGroup;
import io.pocket.cli.cluster.RunDirectory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of functions that fail; how they work is shown with a cluster. */
class FunctionPoolTest {

    private static final String NO_CLUSTER = "pocket://127.0.0.1:1/job-1?token=AAAA";

    private final ProcessGroup processes = new ProcessGroup(RunDirectory.create(1));
    private final FunctionPool pool = new FunctionPool(processes, System.getProperty("java.class.path"), 1);

    @AfterEach
    void close() {
        pool.close();
        processes.close();
    }

    @Test
    void shouldSayWhyAFunctionFailed() {
        Stage stage = new Stage("map", List.of(call("first")));

        assertThatThrownBy(() -> pool.run(stage, NO_CLUSTER, () -> {}))
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining("first ended with status 1")
                .hasMessageContaining("no such function: juggle");
    }

    @Test
    void shouldNotStartTheOthersOnceOneHasFailed() {
        Stage stage = new Stage(
                "map", IntStream.range(0, 20).mapToObj(i -> call("map-" + i)).toList());

        assertThatThrownBy(() -> pool.run(stage, NO_CLUSTER, () -> {})).hasMessageContaining("map-0 ended");

        assertThat(processes.directory().logs().resolve("map-19.log")).doesNotExist();
    }

    private static FunctionCall call(String name) {
        return new FunctionCall(name, "juggle", List.of(), 16, true);
    }
}
