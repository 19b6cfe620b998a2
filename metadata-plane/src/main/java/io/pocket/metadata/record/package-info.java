/**
 * What a shard writes to its journal and snapshots: one record per change of state, holding the effect and the state time, so
 * that applying the same records in the same order always gives the same state. All immutable.
 */
package io.pocket.metadata.record;
