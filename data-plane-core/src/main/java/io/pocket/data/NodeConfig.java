package io.pocket.data;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.message.Audit;
import io.pocket.protocol.message.Frees;
import java.time.Duration;

/**
 * What a node core is told once.
 *
 * @param nodeId id given by the controller
 * @param chunkBytesMax longest chunk accepted, told to clients in the HELLO reply
 * @param frameBytesMax longest frame the transport accepts, told to clients in the HELLO reply
 * @param frees how frees are fetched from shards
 * @param audit how shards are asked about old chunks
 */
public record NodeConfig(int nodeId, int chunkBytesMax, int frameBytesMax, FreesPull frees, AuditPace audit) {

    /**
     * How frees are fetched.
     *
     * @param park how long a shard may park the request
     * @param batchMax most chunks in one answer
     * @param retryAfter pause after a failed or unusable answer
     */
    public record FreesPull(Duration park, int batchMax, Duration retryAfter) {
        public FreesPull {
            require(batchMax >= 1 && batchMax <= Frees.MAX_CHUNKS, "frees.batchMax", batchMax);
            require(!park.isNegative() && park.toMillis() <= Integer.MAX_VALUE, "frees.park", park);
            require(retryAfter.isPositive(), "frees.retryAfter", retryAfter);
        }
    }

    /**
     * How fast the audit goes.
     *
     * @param age younger chunks are left alone: their upload is probably still under way
     * @param interval from the end of one pass over all chunks to the next
     * @param pause between two batches of a pass
     * @param batchMax most chunks in one question
     */
    public record AuditPace(Duration age, Duration interval, Duration pause, int batchMax) {
        public AuditPace {
            require(batchMax >= 1 && batchMax <= Audit.MAX_CHUNKS, "audit.batchMax", batchMax);
            require(!age.isNegative(), "audit.age", age);
            require(interval.isPositive(), "audit.interval", interval);
            require(!pause.isNegative(), "audit.pause", pause);
        }
    }

    public NodeConfig {
        require(chunkBytesMax >= 1 && chunkBytesMax < FrameHeader.MAX_FRAME_LENGTH, "chunkBytesMax", chunkBytesMax);
        require(frameBytesMax > FrameHeader.HEADER_LENGTH, "frameBytesMax", frameBytesMax);
    }

    /** Chunks of 4 MiB, frees parked 10 s, audit of chunks older than a minute each minute. */
    public static NodeConfig defaults(int nodeId) {
        return new NodeConfig(
                nodeId,
                4 << 20,
                FrameHeader.MAX_FRAME_LENGTH,
                new FreesPull(Duration.ofSeconds(10), Frees.MAX_CHUNKS, Duration.ofSeconds(1)),
                new AuditPace(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(200), 1024));
    }

    /** The same with another pace of the audit. */
    public NodeConfig withAudit(AuditPace pace) {
        return new NodeConfig(nodeId, chunkBytesMax, frameBytesMax, frees, pace);
    }

    /** The same with another way of fetching frees. */
    public NodeConfig withFrees(FreesPull pull) {
        return new NodeConfig(nodeId, chunkBytesMax, frameBytesMax, pull, audit);
    }

    /** The same with another longest chunk. */
    public NodeConfig withChunkBytesMax(int bytes) {
        return new NodeConfig(nodeId, bytes, frameBytesMax, frees, audit);
    }

    private static void require(boolean condition, String name, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " " + value + " is out of range");
        }
    }
}
