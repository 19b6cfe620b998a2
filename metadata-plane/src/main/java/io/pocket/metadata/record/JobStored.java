package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.WeightMap;

/**
 * The controller made a job known, or changed it.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record JobStored(
        long timeMillis,
        long job,
        String jobName,
        long quotaBytes,
        long quotaObjects,
        long quotaInlineBytes,
        int quotaOperationsPerSecond,
        int quotaConnections,
        WeightMap weightMap)
        implements ShardRecord {
    static final int KIND = 13;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 48 + BodyWriter.lengthOfText(jobName) + weightMap.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(job);
        out.putText(jobName);
        out.putLong(quotaBytes);
        out.putLong(quotaObjects);
        out.putLong(quotaInlineBytes);
        out.putInt(quotaOperationsPerSecond);
        out.putInt(quotaConnections);
        weightMap.write(out);
    }

    static JobStored read(BodyReader in) throws ProtocolException {
        return new JobStored(
                in.getLong(),
                in.getLong(),
                in.getText(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                WeightMap.read(in));
    }
}
