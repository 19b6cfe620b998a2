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
    MB_PER_SECOND("mb_per_second");

    private final String label;

    Statistic(String label) {
        this.label = label;
    }

    /** Its name in JSON; ends in its unit. */
    public String label() {
        return label;
    }
}
