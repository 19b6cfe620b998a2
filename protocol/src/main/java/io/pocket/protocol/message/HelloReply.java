package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.WeightMap;

/**
 * What the connection is bound to. Fields that do not concern the server or role are 0 or empty.
 *
 * @param protocolVersion version both sides now speak
 * @param features optional features both sides understand
 * @param serverId shard or node id
 * @param incarnation node's incarnation or shard's log id
 * @param epoch shard's fencing epoch
 * @param uploadId upload under which this client mutates; on a shard only
 * @param uploadLeaseMillis the upload expires when the shard has not heard of it for this long
 * @param maxFrameLength longest frame the server accepts, in bytes
 * @param inlineLimit objects up to this many bytes may travel inside COMMIT; 0 when inlining is off
 * @param chunkSize longest chunk, in bytes
 * @param jobNumber job the token belongs to, 0 for services
 * @param jobShards how many shards the job's buckets live on; on a shard only
 * @param weightMap where the job may put chunks; on a shard only
 */
public record HelloReply(
        int protocolVersion,
        long features,
        int serverId,
        long incarnation,
        long epoch,
        long uploadId,
        int uploadLeaseMillis,
        int maxFrameLength,
        int inlineLimit,
        int chunkSize,
        long jobNumber,
        int jobShards,
        WeightMap weightMap)
        implements Response {
    @Override
    public int bodyLength() {
        return 64 + weightMap.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putShort(protocolVersion);
        out.putLong(features);
        out.putInt(serverId);
        out.putLong(incarnation);
        out.putLong(epoch);
        out.putLong(uploadId);
        out.putInt(uploadLeaseMillis);
        out.putInt(maxFrameLength);
        out.putInt(inlineLimit);
        out.putInt(chunkSize);
        out.putLong(jobNumber);
        out.putShort(jobShards);
        weightMap.write(out);
    }

    static HelloReply read(BodyReader in) throws ProtocolException {
        return new HelloReply(
                in.getShort(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLength(),
                in.getLength(),
                in.getLength(),
                in.getLength(),
                in.getLong(),
                in.getShort(),
                WeightMap.read(in));
    }
}
