package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Lists;
import java.util.List;

/**
 * Snapshot of an upload.
 *
 * @param committed chunk sequences at or above the floor that were committed
 */
public record UploadImage(
        long upload,
        long job,
        boolean expired,
        int chunkFloor,
        int acknowledgedBelow,
        List<Integer> committed,
        List<ResultImage> results)
        implements ShardRecord {
    static final int KIND = 33;

    public UploadImage {
        committed = List.copyOf(committed);
        results = List.copyOf(results);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 25
                + Lists.COUNT_LENGTH
                + committed.size() * 4
                + Lists.COUNT_LENGTH
                + results.size() * ResultImage.LENGTH;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(upload);
        out.putLong(job);
        out.putByte(expired ? 1 : 0);
        out.putInt(chunkFloor);
        out.putInt(acknowledgedBelow);
        Lists.write(committed, (n, o) -> o.putInt(n), out);
        Lists.write(results, ResultImage::write, out);
    }

    static UploadImage read(BodyReader in) throws ProtocolException {
        return new UploadImage(
                in.getLong(),
                in.getLong(),
                in.getBoolean(),
                in.getInt(),
                in.getInt(),
                Lists.read(in, 4, BodyReader::getInt),
                Lists.read(in, ResultImage.LENGTH, ResultImage::read));
    }
}
