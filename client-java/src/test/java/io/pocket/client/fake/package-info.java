/** A shard and nodes over real loopback sockets, small enough to be understood at a glance, with faults on demand. */
package io.pocket.client.fake;
