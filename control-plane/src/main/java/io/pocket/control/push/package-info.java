/**
 * Tells shards and nodes what the controller decided, and learns whether they answer.
 *
 * <p>One thread, that of {@link io.pocket.control.push.Pusher}, owns all {@code PeerSession}s, one for each shard and
 * node. What is to be told is a {@link io.pocket.control.push.Topic}, not a message: the message is made from the newest
 * state when it is sent, so a late message never undoes a newer one, and topics told twice are sent once. After each
 * connect a peer is told all topics that concern it; so nothing has to be remembered about what it missed.
 */
package io.pocket.control.push;
