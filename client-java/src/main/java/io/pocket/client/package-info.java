/**
 * Pocket for functions: {@link io.pocket.client.PocketController} registers a job, {@link io.pocket.client.PocketClient} puts and gets its objects.
 *
 * <p>All calls block, have a deadline, and end with a result or a {@link io.pocket.client.PocketException} that says what to do. No
 * thread is started; a process that was frozen and thawed goes on by itself.
 */
package io.pocket.client;
