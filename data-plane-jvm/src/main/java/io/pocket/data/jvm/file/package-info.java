/**
 * Chunks in a preallocated file on a disk: {@link io.pocket.data.jvm.file.FileChunkStore} keeps many operations under way
 * at once, through io_uring and direct I/O where the machine has them. {@link io.pocket.data.jvm.file.HddChunkStore} has
 * few at once, in an order that spares the head of a hard disk, over the same device.
 *
 * <p>The owner's event loop thread makes every call. One more thread waits for the kernel's word that something has
 * completed, and only wakes the owner; where there is no io_uring, a few threads do blocking I/O.
 */
package io.pocket.data.jvm.file;
