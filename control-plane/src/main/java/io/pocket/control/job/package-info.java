/**
 * Jobs: registration (size, place, tell the shards, hand out a token), listing, and their end, asked for or by expiry.
 * Called on HTTP threads, which wait for shards with a deadline; expiry has a thread of its own.
 */
package io.pocket.control.job;
