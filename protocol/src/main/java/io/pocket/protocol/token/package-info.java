/**
 * Tokens. The controller mints job tokens with its Ed25519 key; shards and nodes verify them with the public key and can never
 * mint one. Services prove themselves to each other with an HMAC under the cluster key. All immutable and safe for any thread.
 */
package io.pocket.protocol.token;
