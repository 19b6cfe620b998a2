package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.ShardsPut;

/**
 * The controller told which shards there are, and where. Logged, for a shard that restarts while the controller is down must still tell clients
 * where their buckets live.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 * @param shards as pushed last
 */
public record ShardsStored(long timeMillis, ShardsPut shards) implements ShardRecord {
    static final int KIND = 27;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return Long.BYTES + shards.bodyLength();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        shards.writeBody(out);
    }

    static ShardsStored read(BodyReader in) throws ProtocolException {
        return new ShardsStored(in.getLong(), ShardsPut.read(in));
    }
}
