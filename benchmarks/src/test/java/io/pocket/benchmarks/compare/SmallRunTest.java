package io.pocket.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.benchmarks.bed.Peers;
import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.bed.ThreadAllocation;
import io.pocket.benchmarks.compare.Row.Place;
import io.pocket.benchmarks.compare.Row.Shape;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.metadata.MetadataLoad;
import io.pocket.benchmarks.throughput.Cell;
import io.pocket.benchmarks.throughput.Crowd;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A few hundred operations of each kind, in real processes; the figures mean nothing. */
class SmallRunTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final List<ContenderKind> CONTENDERS = List.of(
            ContenderKind.POCKET,
            ContenderKind.REDIS,
            ContenderKind.JEDIS,
            ContenderKind.MEMCACHED,
            ContenderKind.SOCKET);

    private static PocketBed pocket;
    private static Worker worker;

    @BeforeAll
    static void start() {
        pocket = PocketBed.start(1, 256L << 20);
        worker = Worker.start(List.of());
    }

    @AfterAll
    static void stop() {
        worker.close();
        pocket.close();
    }

    @Test
    void shouldMeasureAllContendersRoundByRound() {
        Map<ContenderKind, String> addresses = new EnumMap<>(ContenderKind.class);
        addresses.put(ContenderKind.POCKET, pocket.connectionString());
        Samples samples = new Samples();
        try (Peers peers = new Peers(List.of());
                Worker driver = Worker.start(List.of())) {
            CONTENDERS.stream()
                    .filter(kind -> kind != ContenderKind.POCKET && peers.start(kind))
                    .forEach(kind -> addresses.put(kind, peers.address(kind).orElseThrow()));
            List<Row> rows = List.of(
                    row("put", Shape.ONE_AT_A_TIME, CONTENDERS, Operation.PUT, 300),
                    row("get", Shape.ONE_AT_A_TIME, CONTENDERS, Operation.GET, 300),
                    row("load", new Shape(3, 4), CONTENDERS.subList(0, 2), Operation.GET, 100));
            new Rounds(rows, addresses, worker, driver, false).run(2, samples, text -> {});
        }

        addresses
                .keySet()
                .forEach(kind -> assertThat(samples.rounds("get", kind, Statistic.P50_MICROS))
                        .hasSize(2)
                        .allMatch(micros -> micros > 0));
        assertThat(samples.median("load", ContenderKind.POCKET, Statistic.OPS_PER_SECOND)
                        .orElseThrow())
                .isPositive();
    }

    @Test
    void shouldMeasureOperationsThatOnlyPocketHas() {
        for (Operation operation : List.of(Operation.LOOKUP, Operation.DELETE, Operation.LIST)) {
            TaskResult result = worker.run(
                    new Task.OneAtATime(
                            ContenderKind.POCKET,
                            pocket.connectionString(),
                            operation,
                            operation.name(),
                            100,
                            64,
                            0,
                            200,
                            0),
                    DEADLINE);

            assertThat(result.operations()).isEqualTo(200);
        }
    }

    @Test
    void shouldCommitAndLookUpWithoutBytes() {
        MetadataLoad.Cost cost =
                MetadataLoad.run(pocket, worker, 1_000, Duration.ofMinutes(5), 5_000, Duration.ofSeconds(20));

        assertThat(cost.operations()).isGreaterThanOrEqualTo(5_000);
        assertThat(cost.seconds()).isPositive();
    }

    @Test
    void shouldSeeWhatTheNodeAllocates() {
        try (ThreadAllocation node = ThreadAllocation.of(pocket.pid(PocketBed.NODE))) {
            assertThat(node.bytesSinceLast()).isPositive();
            for (boolean discard : new boolean[] {false, true}) {
                worker.run(new Task.Chunks(pocket.connectionString(), 1024, 500, discard), DEADLINE);
            }

            assertThat(node.bytesSinceLast()).isPositive();
        }
    }

    @Test
    void shouldLetManyClientsWorkAtOnce() {
        try (Crowd crowd = Crowd.start(2)) {
            crowd.fill(pocket.connectionString(), 10_000, 5);
            Cell cell = crowd.measure(pocket.connectionString(), Operation.GET, 10_000, 5, Duration.ofMillis(200));

            assertThat(cell.clients()).isEqualTo(2);
            assertThat(cell.megabytesPerSecond()).isPositive();
        }
    }

    private static Row row(
            String id, Shape shape, List<ContenderKind> contenders, Operation operation, int operations) {
        return new Row(
                id,
                id,
                Place.SHIPPED,
                shape,
                Statistic.P50_MICROS,
                contenders,
                operation,
                1024,
                20,
                100,
                operations,
                operations);
    }
}
