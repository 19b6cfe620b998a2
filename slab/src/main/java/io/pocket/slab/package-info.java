/**
 * Space inside one large region of memory or of a device: {@link io.pocket.slab.ExtentAllocator} decides which
 * bytes are taken, {@link io.pocket.slab.MappedRegion} makes the bytes of a file addressable.
 *
 * <p>Nothing here is safe for use by several threads at once: one owner thread calls it, as data nodes and metadata
 * shards do with everything on their request path.
 */
package io.pocket.slab;
