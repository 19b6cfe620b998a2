/** Figures: latencies, medians, ratios. Single-threaded values. */
package io.pocket.benchmarks.stats;
