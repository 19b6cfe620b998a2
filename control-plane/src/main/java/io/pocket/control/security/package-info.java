/**
 * Keys and tokens: the controller's own signing key, the cluster key that it shares with its services, and the check of
 * the bearer tokens that services send. Immutable after start, for any thread.
 */
package io.pocket.control.security;
