/**
 * The language that clients, shards, nodes and the controller speak: frame header, opcodes, status codes, names,
 * identities and the weight map. {@code PROTOCOL.md} beside this module is normative; golden files hold the bytes.
 *
 * <p>Everything here is immutable or stateless and safe for any thread, except {@link io.pocket.protocol.BodyReader} and
 * {@link io.pocket.protocol.BodyWriter}, which belong to one thread at a time. All integers are little-endian, and every
 * {@link java.nio.ByteBuffer} handed in must have {@link java.nio.ByteOrder#LITTLE_ENDIAN} order.
 */
package io.pocket.protocol;
