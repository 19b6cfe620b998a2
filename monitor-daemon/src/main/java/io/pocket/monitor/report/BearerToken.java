package io.pocket.monitor.report;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.time.Duration;
import java.time.InstantSource;

/** The service token of this monitor, made anew when half of its life is over. One thread. */
final class BearerToken {
    private static final long LIFETIME_SECONDS = Duration.ofMinutes(10).toSeconds();

    private final ClusterKey key;
    private final InstantSource clock;
    private int nodeId;
    private long issuedAtEpochSeconds;
    private String text;

    BearerToken(ClusterKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** For the monitor of that node. */
    String of(int id) {
        long now = clock.instant().getEpochSecond();
        if (text == null || id != nodeId || isWorn(now)) {
            nodeId = id;
            issuedAtEpochSeconds = now;
            text = new ServiceToken(Role.MONITOR, id, now, now + LIFETIME_SECONDS).toBearer(key);
        }
        return text;
    }

    /** Also when the clock was set back. */
    private boolean isWorn(long now) {
        return now < issuedAtEpochSeconds || now - issuedAtEpochSeconds > LIFETIME_SECONDS / 2;
    }
}
