/**
 * How a node or shard process introduces itself to the controller. Blocking calls on the starting thread, or on a daemon
 * thread when the process serves already with what it was told before.
 */
package io.pocket.server.registration;
