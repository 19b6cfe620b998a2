/**
 * Drives a {@link io.pocket.client.core.Lane} over non-blocking sockets. There is no thread here: whoever calls does the I/O, first by a short spin
 * of reads, then by waiting on a selector, so a frozen process has nothing running behind its back. One thread at a time.
 */
package io.pocket.client.wire;
