/**
 * The control plane: one Spring Boot service that registers jobs, sizes and places them, and tells shards and nodes. It is
 * never on the path of a PUT or GET: jobs go on when it is down.
 *
 * <p>This package wires the parts together. HTTP threads work on immutable values; the mutable state has one owner, {@link
 * io.pocket.control.cluster.ClusterLedger}, and the connections another, {@link io.pocket.control.push.Pusher}.
 */
package io.pocket.control;
