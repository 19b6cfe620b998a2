/**
 * The data plane's core: what a node does with chunks, whatever the medium ({@link io.pocket.data.ChunkStore}) and the
 * transport. No I/O, clock, thread or randomness of its own, apart from {@link io.pocket.data.MappedIndexLog}. One owner
 * thread calls everything here.
 */
package io.pocket.data;
