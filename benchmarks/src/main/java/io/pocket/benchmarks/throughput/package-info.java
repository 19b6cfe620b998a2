/** How much many clients move together. */
package io.pocket.benchmarks.throughput;
