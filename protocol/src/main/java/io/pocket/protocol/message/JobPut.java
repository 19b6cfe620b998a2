package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.WeightMap;

/**
 * The controller makes a job known to a shard, or changes it.
 *
 * @param job job number
 * @param quotaBytes 0 for none
 * @param quotaObjects 0 for none
 * @param quotaInlineBytes 0 for none
 * @param quotaOperationsPerSecond 0 for none
 * @param quotaConnections 0 for none
 */
public record JobPut(
        long job,
        String jobName,
        long quotaBytes,
        long quotaObjects,
        long quotaInlineBytes,
        int quotaOperationsPerSecond,
        int quotaConnections,
        WeightMap weightMap)
        implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.JOB_PUT;
    }

    @Override
    public int bodyLength() {
        return 40 + BodyWriter.lengthOfText(jobName) + weightMap.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putText(jobName);
        out.putLong(quotaBytes);
        out.putLong(quotaObjects);
        out.putLong(quotaInlineBytes);
        out.putInt(quotaOperationsPerSecond);
        out.putInt(quotaConnections);
        weightMap.write(out);
    }

    static JobPut read(BodyReader in) throws ProtocolException {
        return new JobPut(
                in.getLong(),
                in.getText(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getLength(),
                in.getLength(),
                WeightMap.read(in));
    }
}
