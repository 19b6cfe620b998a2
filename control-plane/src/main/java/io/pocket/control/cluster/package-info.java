/**
 * What the controller knows: jobs, nodes, shards, tombstones, and the numbers it gave out.
 *
 * <p>{@link io.pocket.control.cluster.ClusterLedger} is the one owner of that state and documents its lock. Everything
 * else sees immutable {@link io.pocket.control.cluster.ClusterState} values. Each change is a
 * {@link io.pocket.control.cluster.ClusterEvent}, kept by a {@link io.pocket.control.cluster.ClusterRepository} before
 * anybody sees its effect.
 */
package io.pocket.control.cluster;
