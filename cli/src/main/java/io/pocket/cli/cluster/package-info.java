/**
 * A Pocket cluster on this machine: real processes on loopback, started, watched, killed, restarted and cleaned up.
 *
 * <p>Used by one thread at a time, except where a class says otherwise. Every wait has a deadline.
 */
package io.pocket.cli.cluster;
