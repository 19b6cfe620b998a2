package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The figures that {@code bench compare} is for, by their keys in JSON. */
public enum Measure {
    GET_1K_P50_VS_REDIS(Rows.GET_1K, Statistic.P50_MICROS, ContenderKind.REDIS),
    PUT_1K_P50_VS_REDIS(Rows.PUT_1K, Statistic.P50_MICROS, ContenderKind.REDIS),
    GET_1K_P50_VS_JEDIS(Rows.GET_1K, Statistic.P50_MICROS, ContenderKind.JEDIS),
    PUT_1K_P50_VS_JEDIS(Rows.PUT_1K, Statistic.P50_MICROS, ContenderKind.JEDIS),
    GET_1K_P50_ONE_CORE_VS_REDIS(Rows.GET_1K_ONE_CORE, Statistic.P50_MICROS, ContenderKind.REDIS),
    GET_1K_P99_VS_REDIS(Rows.GET_1K, Statistic.P99_MICROS, ContenderKind.REDIS),
    PUT_1K_P99_VS_REDIS(Rows.PUT_1K, Statistic.P99_MICROS, ContenderKind.REDIS),
    GET_64K_P50_VS_REDIS(Rows.GET_64K, Statistic.P50_MICROS, ContenderKind.REDIS),
    OPS_1K_C8_D16_VS_REDIS(Rows.LOAD_C8_D16, Statistic.OPS_PER_SECOND, ContenderKind.REDIS),
    OPS_1K_C64_D1_VS_REDIS(Rows.LOAD_C64_D1, Statistic.OPS_PER_SECOND, ContenderKind.REDIS),
    PUT_1M_VS_REDIS(Rows.PUT_1M, Statistic.MB_PER_SECOND, ContenderKind.REDIS),
    GET_1M_VS_REDIS(Rows.GET_1M, Statistic.MB_PER_SECOND, ContenderKind.REDIS),
    PUT_64M_VS_REDIS(Rows.PUT_64M, Statistic.MB_PER_SECOND, ContenderKind.REDIS),
    GET_64M_VS_REDIS(Rows.GET_64M, Statistic.MB_PER_SECOND, ContenderKind.REDIS),
    PUT_1M_VS_MEMCACHED(Rows.PUT_1M, Statistic.MB_PER_SECOND, ContenderKind.MEMCACHED),
    GET_1M_VS_MEMCACHED(Rows.GET_1M, Statistic.MB_PER_SECOND, ContenderKind.MEMCACHED),
    PUT_64M_VS_SOCKET(Rows.PUT_64M, Statistic.MB_PER_SECOND, ContenderKind.SOCKET),
    GET_64M_VS_SOCKET(Rows.GET_64M, Statistic.MB_PER_SECOND, ContenderKind.SOCKET),
    /** Bytes that the node's threads allocate for each READ and WRITE of 1 KB. */
    ALLOC_BYTES_PER_OP,
    /** Throughput of 64 MiB objects on two nodes over that on one, each behind a link of 1 Gb/s; the lower of put and get. */
    TWO_NODES_VS_ONE,
    METADATA_OPS_PER_CPU_SECOND,
    BYTES_PER_OBJECT_10M,
    PAUSE_MS_MAX_10M;

    /** What takes many minutes and gigabytes: measured only when asked for. */
    public static final Set<Measure> FULL =
            Collections.unmodifiableSet(EnumSet.of(BYTES_PER_OBJECT_10M, PAUSE_MS_MAX_10M));

    // A record of constants, its list a copy.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Row row;

    private final Statistic statistic;
    private final ContenderKind peer;

    Measure() {
        this(null, null, null);
    }

    /** Pocket's figure over the peer's. */
    Measure(Row row, Statistic statistic, ContenderKind peer) {
        this.row = row;
        this.statistic = statistic;
        this.peer = peer;
    }

    /** Its name in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The measure of a key; {@link IllegalArgumentException} lists them. */
    public static Measure ofKey(String key) {
        return Arrays.stream(values())
                .filter(measure -> measure.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key '" + key + "' among "
                        + Arrays.stream(values()).map(Measure::key).toList()));
    }

    /** The row that it is a ratio of; empty if it is measured by itself. */
    Optional<Row> row() {
        return Optional.ofNullable(row);
    }

    Statistic statistic() {
        return statistic;
    }

    ContenderKind peer() {
        return peer;
    }

    /** Whether a smaller figure is better. */
    public boolean isBetterLow() {
        return switch (this) {
            case ALLOC_BYTES_PER_OP, BYTES_PER_OBJECT_10M, PAUSE_MS_MAX_10M -> true;
            default ->
                row != null
                        && List.of(Statistic.P50_MICROS, Statistic.P99_MICROS).contains(statistic);
        };
    }
}
