/**
 * The shard as a state machine: requests and the time go in, replies and journal records come out. No I/O, no clock, no thread and
 * no randomness of its own. One thread at a time may use a {@link io.pocket.metadata.core.ShardCore} and all it owns.
 *
 * <p>{@link io.pocket.metadata.core.ShardState} changes only by applying records, live and in recovery alike;
 * {@link io.pocket.metadata.core.ShardRules} holds one decision per rule of the design.
 */
package io.pocket.metadata.core;
