/** What a shard can do, and what it needs for it: operations per second of its processor time, memory for each object, pauses. */
package io.pocket.benchmarks.metadata;
