/**
 * Many connections with many requests under way, from one thread with one selector. The driver is the same for every server; what is
 * said on a connection is a {@link io.pocket.benchmarks.load.Dialogue}. So the client's share of the work is the same for all.
 */
package io.pocket.benchmarks.load;
