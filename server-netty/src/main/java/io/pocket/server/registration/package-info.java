/** How a node or shard process introduces itself to the controller at its start: blocking calls on the starting thread. */
package io.pocket.server.registration;
