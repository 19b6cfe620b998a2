package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;

/** A request's body. */
public sealed interface Request
        permits Append,
                Audit,
                AwaitCount,
                Batch,
                BucketCreate,
                BucketDelete,
                BucketList,
                BucketOpen,
                ClaimEnd,
                Commit,
                Count,
                Delete,
                Discard,
                Drain,
                DropJob,
                Follow,
                Frees,
                Hello,
                JobGrant,
                JobPut,
                JobUsageGet,
                ListNames,
                Lookup,
                NodeStat,
                NodesPut,
                Ping,
                Read,
                Rename,
                Renew,
                ShardStat,
                ShardsPut,
                Stat,
                WeightMapGet,
                Write {
    Opcode opcode();

    /** Exactly the bytes that {@link #writeBody} writes. */
    int bodyLength();

    void writeBody(BodyWriter out);

    /**
     * Decodes the body between {@code body}'s position and limit.
     *
     * @throws ProtocolException whatever the bytes are, if they are not exactly one body of this opcode
     */
    static Request decode(Opcode opcode, ByteBuffer body) throws ProtocolException {
        BodyReader in = new BodyReader(body);
        Request request = read(opcode, in);
        in.end();
        return request;
    }

    private static Request read(Opcode opcode, BodyReader in) throws ProtocolException {
        return switch (opcode) {
            case HELLO -> Hello.read(in);
            case PING -> Ping.read(in);
            case BATCH -> Batch.read(in);
            case COMMIT -> Commit.read(in);
            case LOOKUP -> Lookup.read(in);
            case STAT -> Stat.read(in);
            case DELETE -> Delete.read(in);
            case RENAME -> Rename.read(in);
            case LIST -> ListNames.read(in);
            case COUNT -> Count.read(in);
            case CLAIM_END -> ClaimEnd.read(in);
            case BUCKET_CREATE -> BucketCreate.read(in);
            case BUCKET_DELETE -> BucketDelete.read(in);
            case BUCKET_OPEN -> BucketOpen.read(in);
            case RENEW -> Renew.read(in);
            case WEIGHT_MAP -> WeightMapGet.read(in);
            case AWAIT_COUNT -> AwaitCount.read(in);
            case BUCKET_LIST -> BucketList.read(in);
            case WRITE -> Write.read(in);
            case READ -> Read.read(in);
            case DISCARD -> Discard.read(in);
            case NODE_STAT -> NodeStat.read(in);
            case FREES -> Frees.read(in);
            case AUDIT -> Audit.read(in);
            case JOB_PUT -> JobPut.read(in);
            case NODES_PUT -> NodesPut.read(in);
            case SHARDS_PUT -> ShardsPut.read(in);
            case JOB_GRANT -> JobGrant.read(in);
            case DROP_JOB -> DropJob.read(in);
            case DRAIN -> Drain.read(in);
            case SHARD_STAT -> ShardStat.read(in);
            case JOB_USAGE -> JobUsageGet.read(in);
            case APPEND -> Append.read(in);
            case FOLLOW -> Follow.read(in);
        };
    }
}
