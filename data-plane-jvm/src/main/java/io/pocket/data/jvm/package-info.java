/**
 * The data node on the JVM: chunks in a memory file system or in a file on a disk, Netty as transport.
 *
 * <p>{@link io.pocket.data.jvm.NodeMain} is the process. The main thread starts it and then waits; one event loop thread
 * owns the core, its index and its store, and does all reading and writing.
 */
package io.pocket.data.jvm;
