package io.pocket.client;

import io.pocket.client.core.LaneConfig;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.HostPort;
import java.util.List;

/** Pools of one lane, which leads nowhere. */
final class LanePools {
    /** Nothing listens there, so a connection is refused at once. */
    private static final HostPort NOWHERE = new HostPort("127.0.0.1", 1);

    private static final LaneConfig CONFIG = LaneConfig.of(List.of(NOWHERE), Bytes.utf8("no token"), "stress");

    private LanePools() {}

    static LanePool ofOne() {
        return new LanePool(CONFIG, 1);
    }
}
