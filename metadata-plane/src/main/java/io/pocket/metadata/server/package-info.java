/** The shard's process around its core: options, journal, inline memory, sockets, metrics. One event loop thread owns the core. */
package io.pocket.metadata.server;
