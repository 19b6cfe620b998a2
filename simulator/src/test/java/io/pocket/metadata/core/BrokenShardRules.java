package io.pocket.metadata.core;

import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Tombstone;
import java.util.List;

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

    /** Rule 3: takes a free out of the log before a node has acknowledged it. */
    public static ShardRules forgetsFrees() {
        return new ShardRules() {
            @Override
            protected long acknowledgedUpTo(long logId, FreeQueue queue, Frees request) {
                return queue.lastSequence();
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

    /** Rule 6: does not tell readers what the controller has decided. */
    public static ShardRules conceals() {
        return new ShardRules() {
            @Override
            protected boolean isLost(NodeTable nodes, Replica replica) {
                return false;
            }
        };
    }

    /** Rule 7: takes a dropped job up again when it is pushed once more. */
    public static ShardRules revivesJobs() {
        return new ShardRules() {
            @Override
            protected boolean isDropped(Tombstones tombstones, long job) {
                return false;
            }
        };
    }

    /** Rule 7: keeps its tombstones to itself. */
    public static ShardRules hidesTombstones() {
        return new ShardRules() {
            @Override
            protected List<Tombstone> tombstonesToTell(Tombstones tombstones, long toldUpTo, int max) {
                return List.of();
            }
        };
    }

    /** Rule 8: takes inline bytes without end. */
    public static ShardRules storesInlineWithoutEnd() {
        return new ShardRules() {
            @Override
            protected boolean mayStoreInline(InlineStore inline, int lengthBytes) {
                return true;
            }
        };
    }

    /** Rule 10: gives a claim to everybody. */
    public static ShardRules claimsTwice() {
        return new ShardRules() {
            @Override
            protected boolean isClaimed(ObjectRecord object, long nowMillis) {
                return false;
            }
        };
    }

    /** Rule 10: an object whose consumer died stays claimed. */
    public static ShardRules claimsForEver() {
        return new ShardRules() {
            @Override
            protected boolean isClaimed(ObjectRecord object, long nowMillis) {
                return object.claimId() != 0;
            }
        };
    }

    /** Rule 10: whoever once held a claim may consume what is there now. */
    public static ShardRules consumesWithoutClaim() {
        return new ShardRules() {
            @Override
            protected boolean holdsClaim(ObjectRecord object, long claimId, long nowMillis) {
                return true;
            }
        };
    }

    /** Rule 12: a page begins with what the former one ended with. */
    public static ShardRules listsTwice() {
        return new ShardRules() {
            @Override
            protected boolean includesCursor() {
                return true;
            }
        };
    }

    /** Rule 12: leaves out what somebody has claimed. */
    public static ShardRules listsUnclaimedOnly() {
        return new ShardRules() {
            @Override
            protected boolean isListed(ObjectRecord object, long nowMillis) {
                return super.isListed(object, nowMillis) && !object.isClaimed(nowMillis);
            }
        };
    }

    /** Rule 14: lives by the wall clock. */
    public static ShardRules livesByTheWallClock() {
        return new ShardRules() {
            @Override
            protected long stateMillis(StateClock clock, long nowNanos, long epochMillis) {
                return epochMillis;
            }
        };
    }

    /** Rule 14: a restart counts the time during which the shard was down. */
    public static ShardRules countsDownTime() {
        return new ShardRules() {
            @Override
            protected long stateMillis(StateClock clock, long nowNanos, long epochMillis) {
                return nowNanos / 1_000_000;
            }
        };
    }

    /** What changes while a snapshot is written is missing from it. */
    public static ShardRules forgetsFormerObjects() {
        return new ShardRules() {
            @Override
            protected boolean keepsFormerObjects() {
                return false;
            }
        };
    }

    /** Rule 15: lets any number of lookups wait. */
    public static ShardRules parksWithoutEnd() {
        return new ShardRules() {
            @Override
            protected boolean mayPark(int parked, int maxParked) {
                return true;
            }
        };
    }

    /** Rule 15: opens any number of sessions. */
    public static ShardRules opensSessionsWithoutEnd() {
        return new ShardRules() {
            @Override
            protected boolean mayOpenUpload(int liveUploads, int maxUploads) {
                return true;
            }
        };
    }
}
