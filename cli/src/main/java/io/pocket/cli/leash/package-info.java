/**
 * Ties the life of a child process to its parent's, by whatever death the parent goes.
 *
 * <p>Packed into a jar of its own, so that a server started by {@code pocket up} gets this one class on its class path
 * and nothing else of the command line.
 */
package io.pocket.cli.leash;
