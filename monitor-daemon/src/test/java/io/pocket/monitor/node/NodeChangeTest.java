package io.pocket.monitor.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeChangeTest {
    @ParameterizedTest
    @CsvSource({
        "ABSENT,  0, ABSENT,  0, NONE",
        "ABSENT,  0, RUNNING, 1, STARTED",
        "ABSENT,  0, GONE,    1, DIED",
        "RUNNING, 1, RUNNING, 1, NONE",
        "RUNNING, 1, RUNNING, 2, RESTARTED",
        "RUNNING, 1, GONE,    1, DIED",
        "RUNNING, 1, ABSENT,  0, VANISHED",
        "GONE,    1, GONE,    1, NONE",
        "GONE,    1, RUNNING, 2, RESTARTED",
        "GONE,    1, GONE,    2, DIED",
        "GONE,    1, ABSENT,  0, VANISHED"
    })
    void shouldTellWhatHappened(NodeState before, long pidBefore, NodeState now, long pidNow, NodeChange expected) {
        assertThat(NodeChange.between(node(before, pidBefore), node(now, pidNow)))
                .isEqualTo(expected);
    }

    private static NodeObservation node(NodeState state, long pid) {
        return new NodeObservation(state, OptionalInt.of(7), 99, pid, pid * 1000, Map.of());
    }
}
