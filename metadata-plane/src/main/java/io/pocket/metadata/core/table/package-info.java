/**
 * Memory beside the Java heap for a shard's records, and ordered trees over them. Nothing here walks or moves much at once: an operation
 * costs what its key's length costs, however many records there are. The owner thread only.
 */
package io.pocket.metadata.core.table;
