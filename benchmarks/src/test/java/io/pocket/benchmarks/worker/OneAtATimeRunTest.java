package io.pocket.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.benchmarks.contender.Contender;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.benchmarks.stats.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneAtATimeRunTest {
    private static final int SIZE_BYTES = 32;
    private static final long STALL_NANOS = 50_000_000;

    private final MapStore store = new MapStore();

    @Test
    void shouldCarryOutAndTimeEachOperation() throws IOException {
        TaskResult result = run(Operation.GET, 500, 0);

        assertThat(store.gets).isEqualTo(500);
        assertThat(result.operations()).isEqualTo(500);
        assertThat(Latencies.decode(result.latencies()).count()).isEqualTo(500);
        assertThat(result.nanos()).isPositive();
    }

    @Test
    void shouldFailOnAWrongAnswer() {
        store.forgetful = true;

        assertThatThrownBy(() -> run(Operation.GET, 10, 0)).isInstanceOf(WrongAnswerException.class);
    }

    @Test
    void shouldCountWaitingBehindASlowOperationOnlyWhenOperationsAreDueAtFixedTimes() throws IOException {
        store.stallAt = 1;
        Latencies service = Latencies.decode(run(Operation.GET, 200, 0).latencies());
        store.stallAt = store.gets + 1;
        Latencies due = Latencies.decode(run(Operation.GET, 200, 10_000).latencies());

        // All 200 were due within 20 ms, of which the first took 50.
        assertThat(service.percentileMicros(50)).isLessThan(10_000);
        assertThat(due.percentileMicros(50)).isGreaterThan(25_000);
    }

    private TaskResult run(Operation operation, int operations, double rate) throws IOException {
        Task.OneAtATime task = new Task.OneAtATime(
                ContenderKind.REDIS, "nowhere:1", operation, "bucket", 5, SIZE_BYTES, 0, operations, rate);
        return OneAtATimeRun.of(task, store, new Values(SIZE_BYTES));
    }

    private static final class MapStore implements Contender {
        private final Map<String, ByteBuffer> values = new HashMap<>();
        private boolean forgetful;
        private int stallAt;
        private int gets;

        @Override
        public void put(Key key, ByteBuffer value) {
            values.put(
                    key.text(),
                    ByteBuffer.allocate(value.remaining()).put(value).flip());
        }

        @Override
        public ByteBuffer get(Key key) {
            if (++gets == stallAt) {
                stall();
            }
            return forgetful
                    ? ByteBuffer.allocate(SIZE_BYTES)
                    : values.get(key.text()).duplicate();
        }

        private static void stall() {
            long end = System.nanoTime() + STALL_NANOS;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {}
    }
}
