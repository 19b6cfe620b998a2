/**
 * The messages: one record per request and response body, each knowing its exact encoded length. A payload (object bytes, batch
 * contents) is not part of a message; it follows the body in the frame. All immutable.
 */
package io.pocket.protocol.message;
