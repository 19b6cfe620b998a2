/**
 * The shard's write-ahead log: opaque records in, the same records back after a crash, and snapshots that let old records go.
 *
 * <p>A {@link io.pocket.metadata.journal.Journal} belongs to one thread, its owner. Helper threads prepare segments ahead, force
 * bytes to the medium and install snapshots; what they have to say reaches the owner through its executor.
 *
 * <pre>
 *   META             identity: log id, shard id, epoch (raised at each start), last LSN known at that time
 *   LOCK             held while a process has the directory open
 *   segment-N        64-byte header, records: u32 length, u32 crc32c(lsn, payload), u64 lsn, payload, padded to 8
 *   snapshot-LSN     64-byte header, records as above numbered from 1, footer with their count
 *   *.tmp            being written; removed at start
 * </pre>
 */
package io.pocket.metadata.journal;
