/** Metadata shards: their registration. Called on HTTP threads. */
package io.pocket.control.shard;
