package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.WeightMap;
import java.util.List;

/**
 * The controller makes a job known to a shard, or changes it.
 *
 * @param job job number
 * @param quotaObjects most objects on this shard; 0 for none
 * @param quotaInlineBytes most inline bytes on this shard; 0 for none
 * @param quotaOperationsPerSecond client requests that this shard carries out; 0 for none
 * @param quotaConnections client connections to this shard; 0 for none
 * @param defaultTtlMillis of objects put without one into a bucket without one; 0 for none
 * @param shards ids of the job's shards, the one that places its buckets first
 */
public record JobPut(
        long job,
        String jobName,
        long quotaObjects,
        long quotaInlineBytes,
        int quotaOperationsPerSecond,
        int quotaConnections,
        long defaultTtlMillis,
        List<Integer> shards,
        WeightMap weightMap)
        implements Request {
    public JobPut {
        shards = List.copyOf(shards);
    }

    @Override
    public Opcode opcode() {
        return Opcode.JOB_PUT;
    }

    @Override
    public int bodyLength() {
        return 40 + BodyWriter.lengthOfText(jobName) + Lists.length(shards, shard -> Short.BYTES) + weightMap.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putText(jobName);
        out.putLong(quotaObjects);
        out.putLong(quotaInlineBytes);
        out.putInt(quotaOperationsPerSecond);
        out.putInt(quotaConnections);
        out.putLong(defaultTtlMillis);
        Lists.write(shards, (shard, to) -> to.putShort(shard), out);
        weightMap.write(out);
    }

    /** Reads a body; also for those who keep it. */
    public static JobPut read(BodyReader in) throws ProtocolException {
        return new JobPut(
                in.getLong(),
                in.getText(),
                in.getSize(),
                in.getSize(),
                in.getLength(),
                in.getLength(),
                in.getSize(),
                Lists.read(in, Short.BYTES, BodyReader::getShort),
                WeightMap.read(in));
    }
}
