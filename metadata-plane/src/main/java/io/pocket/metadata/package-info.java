/** The entry of the shard process. */
package io.pocket.metadata;
