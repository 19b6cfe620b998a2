package io.pocket.client;

import java.time.Instant;

/**
 * What is known of an object.
 *
 * @param version changes with every put of the name
 * @param createdAt by the shard's wall clock
 */
public record ObjectInfo(String name, long sizeBytes, long version, Instant createdAt) {}
