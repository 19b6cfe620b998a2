package io.pocket.benchmarks.compare;

/** What a sample tells. */
public enum Statistic {
    P50_MICROS("p50_micros"),
    P90_MICROS("p90_micros"),
    P99_MICROS("p99_micros"),
    P999_MICROS("p999_micros"),
    MAX_MICROS("max_micros"),
    OPS_PER_SECOND("ops_per_second"),
    /** Millions of bytes. */
    MB_PER_SECOND("mb_per_second"),
    /** Of load rows: how much of the time the driver's thread ran; near 1 the driver may be the limit. */
    DRIVER_CPU_SHARE("driver_cpu_share");

    private final String label;

    Statistic(String label) {
        this.label = label;
    }

    /** Its name in JSON; ends in its unit. */
    public String label() {
        return label;
    }
}
