package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import java.nio.ByteBuffer;

/** A response's body: what its request's opcode promises with status OK, otherwise an {@link ErrorReply}. */
public sealed interface Response
        permits AuditReply,
                BatchReply,
                BucketListReply,
                BucketReply,
                CountReply,
                DropReply,
                Empty,
                ErrorReply,
                FollowReply,
                FreesReply,
                HelloReply,
                JobUsageReply,
                ListReply,
                Mutated,
                NodeStatReply,
                ObjectReply,
                Renewed,
                ShardStatReply,
                WeightMapReply {
    /** Exactly the bytes that {@link #writeBody} writes. */
    int bodyLength();

    void writeBody(BodyWriter out);

    /**
     * Decodes the body between {@code body}'s position and limit.
     *
     * @param opcode of the request that is answered
     * @throws ProtocolException whatever the bytes are, if they are not exactly one such body
     */
    static Response decode(Opcode opcode, Status status, ByteBuffer body) throws ProtocolException {
        BodyReader in = new BodyReader(body);
        Response response = status == Status.OK ? read(opcode, in) : ErrorReply.read(in);
        in.end();
        return response;
    }

    private static Response read(Opcode opcode, BodyReader in) throws ProtocolException {
        return switch (opcode) {
            case HELLO -> HelloReply.read(in);
            case BATCH -> BatchReply.read(in);
            case COMMIT, DELETE, RENAME, APPEND, CLAIM_END, BUCKET_CREATE, BUCKET_DELETE -> Mutated.read(in);
            case LOOKUP, STAT -> ObjectReply.read(in);
            case LIST -> ListReply.read(in);
            case COUNT, AWAIT_COUNT -> CountReply.read(in);
            case BUCKET_LIST -> BucketListReply.read(in);
            case FOLLOW -> FollowReply.read(in);
            case BUCKET_OPEN -> BucketReply.read(in);
            case RENEW -> Renewed.read(in);
            case WEIGHT_MAP -> WeightMapReply.read(in);
            case NODE_STAT -> NodeStatReply.read(in);
            case FREES -> FreesReply.read(in);
            case AUDIT -> AuditReply.read(in);
            case DROP_JOB -> DropReply.read(in);
            case SHARD_STAT -> ShardStatReply.read(in);
            case JOB_USAGE -> JobUsageReply.read(in);
            case PING, WRITE, READ, DISCARD, JOB_PUT, NODES_PUT, SHARDS_PUT, JOB_GRANT, DRAIN -> Empty.read(in);
        };
    }
}
