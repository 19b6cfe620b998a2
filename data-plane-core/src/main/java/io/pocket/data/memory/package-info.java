/**
 * Chunk stores and an index log on the heap: for the simulator and for tests. They survive the death of the core that
 * used them ({@code afterCrash()}), as files in a memory file system survive the death of a process. One thread.
 */
package io.pocket.data.memory;
