/**
 * A whole cluster in one thread on a fake clock: the real cores of shard, nodes and clients, a network that delays, stalls and breaks,
 * processes that crash and come back, clients that freeze. Everything random comes from one seed, so a failing seed replays.
 */
package io.pocket.simulator;
