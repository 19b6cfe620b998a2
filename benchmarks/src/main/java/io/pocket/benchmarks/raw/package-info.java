/** Pocket's frames without its client: for loads that one thread must make with as little work as it can. */
package io.pocket.benchmarks.raw;
