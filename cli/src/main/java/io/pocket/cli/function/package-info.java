/**
 * The serverless functions of the demo: each runs as a process of its own, one thread, gets the connection string and
 * its parameters, and meets the others only in Pocket.
 *
 * <p>Packed into a jar of its own: a function's class path is this jar, the client, the protocol and HdrHistogram.
 */
package io.pocket.cli.function;
