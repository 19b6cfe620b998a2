package io.pocket.benchmarks.compare;

import static io.pocket.benchmarks.contender.ContenderKind.JEDIS;
import static io.pocket.benchmarks.contender.ContenderKind.MEMCACHED;
import static io.pocket.benchmarks.contender.ContenderKind.POCKET;
import static io.pocket.benchmarks.contender.ContenderKind.REDIS;
import static io.pocket.benchmarks.contender.ContenderKind.SOCKET;

import io.pocket.benchmarks.compare.Row.Place;
import io.pocket.benchmarks.compare.Row.Shape;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.worker.Operation;
import java.util.List;

/** The rows of {@code bench compare}. */
final class Rows {
    private static final int KB = 1 << 10;
    private static final int MB = 1 << 20;

    static final Row PUT_1K = small("put_1k", "put 1 KB", Place.SHIPPED, Operation.PUT, List.of(POCKET, REDIS, JEDIS));
    static final Row GET_1K = small("get_1k", "get 1 KB", Place.SHIPPED, Operation.GET, List.of(POCKET, REDIS, JEDIS));
    static final Row GET_1K_ONE_CORE = small(
            "get_1k_one_core", "get 1 KB, all on one core", Place.ONE_CORE, Operation.GET, List.of(POCKET, REDIS));
    static final Row GET_64K = new Row(
            "get_64k",
            "get 64 KB",
            Place.SHIPPED,
            Shape.ONE_AT_A_TIME,
            Statistic.P50_MICROS,
            List.of(POCKET, REDIS),
            Operation.GET,
            64 * KB,
            200,
            20_000,
            5_000,
            1_000);
    static final Row LOAD_C8_D16 = load(8, 16);
    static final Row LOAD_C64_D1 = load(64, 1);
    static final Row PUT_1M = large("put_1m", "put 1 MiB", Operation.PUT, MB, 64, List.of(POCKET, REDIS, MEMCACHED));
    static final Row GET_1M = large("get_1m", "get 1 MiB", Operation.GET, MB, 64, List.of(POCKET, REDIS, MEMCACHED));
    static final Row PUT_64M =
            large("put_64m", "put 64 MiB", Operation.PUT, 64 * MB, 3, List.of(POCKET, REDIS, SOCKET));
    static final Row GET_64M =
            large("get_64m", "get 64 MiB", Operation.GET, 64 * MB, 3, List.of(POCKET, REDIS, SOCKET));

    static final List<Row> ALL = List.of(
            PUT_1K, GET_1K, GET_64K, LOAD_C8_D16, LOAD_C64_D1, PUT_1M, GET_1M, PUT_64M, GET_64M, GET_1K_ONE_CORE);

    private Rows() {}

    private static Row small(
            String id, String title, Place place, Operation operation, List<ContenderKind> contenders) {
        return new Row(
                id,
                title,
                place,
                Shape.ONE_AT_A_TIME,
                Statistic.P50_MICROS,
                contenders,
                operation,
                KB,
                1_000,
                30_000,
                20_000,
                5_000);
    }

    private static Row load(int connections, int depth) {
        return new Row(
                "get_1k_c" + connections + "_d" + depth,
                "get 1 KB, " + connections + " connections × " + depth,
                Place.SHIPPED,
                new Shape(connections, depth),
                Statistic.OPS_PER_SECOND,
                List.of(POCKET, REDIS),
                Operation.GET,
                KB,
                1_000,
                0,
                3_000,
                1_000);
    }

    private static Row large(
            String id, String title, Operation operation, int sizeBytes, int keys, List<ContenderKind> contenders) {
        boolean huge = sizeBytes > MB;
        return new Row(
                id,
                title,
                Place.SHIPPED,
                Shape.ONE_AT_A_TIME,
                Statistic.MB_PER_SECOND,
                contenders,
                operation,
                sizeBytes,
                keys,
                // The JVM compiles a method for good after some ten thousand calls; before, its compiler takes one of
                // the cores.
                huge ? 150 : 15_000,
                huge ? 12 : 2_000,
                huge ? 6 : 500);
    }
}
