/**
 * Frames over TCP for every server of Pocket: the choice of the event loop, the frame server, the service-to-service client,
 * and the metrics endpoint.
 *
 * <p>Thread rule: a {@link io.pocket.server.FrameLoop} is one thread. The handler behind a {@link io.pocket.server.FrameServer},
 * its sessions, its {@link io.pocket.server.Connection}s and everything a {@link io.pocket.server.FrameClient} calls back live on
 * that thread, so a single-threaded core needs no lock. Classes say so where a method may be called from elsewhere.
 */
package io.pocket.server;
