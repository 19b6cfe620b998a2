package io.pocket.data.jvm;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.time.Duration;
import java.time.InstantSource;

/** How this node proves itself to shards. */
final class ServiceIdentity {

    /** Long, since a token is checked for expiry as long as its connection lives. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    private final int nodeId;
    private final ClusterKey key;
    private final InstantSource clock;

    ServiceIdentity(int nodeId, ClusterKey key, InstantSource clock) {
        this.nodeId = nodeId;
        this.key = key;
        this.clock = clock;
    }

    Bytes token() {
        long now = clock.instant().getEpochSecond();
        return new ServiceToken(Role.NODE, nodeId, now, now + TOKEN_LIFE.toSeconds()).sign(key);
    }
}
