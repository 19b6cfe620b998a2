/**
 * The client without its sockets: what to send, what to make of the answers, when to give up. A {@link
 * io.pocket.client.core.Lane} keeps the connections' and the session's state, one class per operation carries out one call.
 *
 * <p>No I/O, clock, thread or randomness: a driver implements {@link io.pocket.client.core.Wire}, feeds events and the time into
 * the lane, and stops when its operation is done. One thread at a time uses a lane and everything that was started on it.
 *
 * <p>Times are nanoseconds of a monotonic clock whose origin the driver chooses so that they stay non-negative and far from
 * {@link Long#MAX_VALUE}, which stands for "never".
 */
package io.pocket.client.core;
