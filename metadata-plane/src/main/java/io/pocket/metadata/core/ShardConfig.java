package io.pocket.metadata.core;

import io.pocket.protocol.UploadId;

/**
 * Identity and bounds of a shard.
 *
 * @param shardId 1 to 65,535
 * @param logId identity of the journal, not 0
 * @param epoch rises with every start
 * @param uploadLeaseMillis an upload not heard of for this long expires
 * @param inlineLimit largest object kept in its record, in bytes; 0 turns inlining off
 * @param chunkSize longest chunk a client may commit, in bytes
 * @param maxBucketsPerJob buckets of one job that its first shard places
 * @param maxParked lookups and free requests that may wait at once
 * @param maxParkMillis longest a lookup may wait
 * @param maxUploads live uploads
 * @param maxUnacknowledged results kept for one upload until its client acknowledges them
 * @param maxClaimLeaseMillis longest lease of a claim
 * @param maxStreamsPerJob objects of one job that may grow at once while they are read
 * @param batches of the batches that wait
 */
public record ShardConfig(
        int shardId,
        long logId,
        long epoch,
        int uploadLeaseMillis,
        int inlineLimit,
        int chunkSize,
        int maxBucketsPerJob,
        int maxParked,
        int maxParkMillis,
        int maxUploads,
        int maxUnacknowledged,
        int maxClaimLeaseMillis,
        int maxStreamsPerJob,
        BatchLimits batches) {
    /** Longest frame the shard accepts, in bytes: an inline object or a COMMIT with the longest body, or a batch of some. */
    public static final int MAX_FRAME_LENGTH = 1 << 20;

    private static final int MAX_INLINE_LIMIT = 64 << 10;
    private static final int MAX_CHUNK_SIZE = 4 << 20;

    public ShardConfig {
        require(shardId >= 1 && shardId <= UploadId.MAX_SHARD_ID, "shard id", shardId, "1 to 65535");
        require(logId != 0, "log id", logId, "any but 0");
        require(uploadLeaseMillis >= 100, "upload lease", uploadLeaseMillis, "at least 100 ms");
        require(inlineLimit >= 0 && inlineLimit <= MAX_INLINE_LIMIT, "inline limit", inlineLimit, "0 to 65536 bytes");
        require(
                chunkSize >= 1024 && chunkSize <= MAX_CHUNK_SIZE,
                "chunk size",
                chunkSize,
                "1024 to " + MAX_CHUNK_SIZE + " bytes");
        require(maxBucketsPerJob >= 1, "most buckets of a job", maxBucketsPerJob, "at least 1");
        require(maxParked >= 1, "most parked requests", maxParked, "at least 1");
        require(maxParkMillis >= 1, "longest wait", maxParkMillis, "at least 1 ms");
        require(maxUploads >= 1, "most uploads", maxUploads, "at least 1");
        require(maxUnacknowledged >= 1, "most unacknowledged results", maxUnacknowledged, "at least 1");
        require(maxClaimLeaseMillis >= 1, "longest claim", maxClaimLeaseMillis, "at least 1 ms");
        require(maxStreamsPerJob >= 1, "most streams of a job", maxStreamsPerJob, "at least 1");
    }

    private static void require(boolean holds, String what, long value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is " + value + ", allowed is " + allowed);
        }
    }

    /** The shipped bounds for this identity. */
    public static ShardConfig of(int shardId, long logId, long epoch) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                60_000,
                4096,
                MAX_CHUNK_SIZE,
                100_000,
                100_000,
                300_000,
                1_000_000,
                1024,
                600_000,
                1000,
                BatchLimits.defaults());
    }

    public ShardConfig withUploadLeaseMillis(int millis) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                millis,
                inlineLimit,
                chunkSize,
                maxBucketsPerJob,
                maxParked,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                maxStreamsPerJob,
                batches);
    }

    /** With another inline limit and chunk size, both in bytes. */
    public ShardConfig withSizes(int inlineLimitBytes, int chunkSizeBytes) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                uploadLeaseMillis,
                inlineLimitBytes,
                chunkSizeBytes,
                maxBucketsPerJob,
                maxParked,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                maxStreamsPerJob,
                batches);
    }

    public ShardConfig withMaxBucketsPerJob(int buckets) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                uploadLeaseMillis,
                inlineLimit,
                chunkSize,
                buckets,
                maxParked,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                maxStreamsPerJob,
                batches);
    }

    public ShardConfig withMaxParked(int requests) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                uploadLeaseMillis,
                inlineLimit,
                chunkSize,
                maxBucketsPerJob,
                requests,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                maxStreamsPerJob,
                batches);
    }

    public ShardConfig withMaxStreamsPerJob(int streams) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                uploadLeaseMillis,
                inlineLimit,
                chunkSize,
                maxBucketsPerJob,
                maxParked,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                streams,
                batches);
    }

    public ShardConfig withBatches(BatchLimits limits) {
        return new ShardConfig(
                shardId,
                logId,
                epoch,
                uploadLeaseMillis,
                inlineLimit,
                chunkSize,
                maxBucketsPerJob,
                maxParked,
                maxParkMillis,
                maxUploads,
                maxUnacknowledged,
                maxClaimLeaseMillis,
                maxStreamsPerJob,
                limits);
    }
}
