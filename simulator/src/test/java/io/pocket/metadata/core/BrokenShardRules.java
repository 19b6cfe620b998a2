package io.pocket.metadata.core;

import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;

/** A shard's rules with one taken out each. Here, because the decisions see what only the core's package sees. */
public final class BrokenShardRules {
    private BrokenShardRules() {}

    /** Rule 2: commits under an upload that has expired, whose chunks may be freed already. */
    public static ShardRules commitsAfterExpiry() {
        return new ShardRules() {
            @Override
            protected boolean isUploadUsable(UploadState upload) {
                return upload != null;
            }
        };
    }

    /** Rule 2: frees what a live upload may still commit. */
    public static ShardRules freesPendingChunks() {
        return new ShardRules() {
            @Override
            protected boolean isFree(UploadState upload, ChunkId chunk) {
                return upload == null || !upload.isLive(chunk.sequence());
            }
        };
    }

    /** Rule 4: carries out a repetition instead of answering it from the log. */
    public static ShardRules forgetsResults() {
        return new ShardRules() {
            @Override
            protected ResultImage formerResult(UploadState upload, Mutation mutation) {
                return null;
            }

            @Override
            protected boolean wasCommitted(UploadState upload, int chunkSequence) {
                return false;
            }
        };
    }

    /** Rule 6: commits chunks of a node incarnation that is gone. */
    public static ShardRules believesAnyIncarnation() {
        return new ShardRules() {
            @Override
            protected boolean takesChunks(NodeTable nodes, Replica replica) {
                return true;
            }
        };
    }
}
