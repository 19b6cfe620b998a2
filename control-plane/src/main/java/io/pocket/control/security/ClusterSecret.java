package io.pocket.control.security;

import io.pocket.control.fault.RemediableException;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The key that all services of the cluster share, as the controller uses it. */
public final class ClusterSecret {

    /** Long enough for clocks that differ; a token is made for each connection. */
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final ClusterKey key;
    private final InstantSource clock;

    public ClusterSecret(ClusterKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Reads the key's file. */
    public static ClusterSecret load(Path file, InstantSource clock) {
        if (!Files.exists(file)) {
            throw new RemediableException(
                    "There is no cluster key at " + file.toAbsolutePath(),
                    "Make one (openssl rand -hex " + ClusterKey.LENGTH + " > " + file + "; chmod 600 " + file
                            + ") and give the same file to every service, or name it with pocket.controller.cluster-key-file",
                    null);
        }
        try {
            return new ClusterSecret(ClusterKey.load(file), clock);
        } catch (IOException e) {
            throw new RemediableException(
                    "The cluster key cannot be read: " + e.getMessage(),
                    "Let this user read " + file.toAbsolutePath() + ", with " + 2 * ClusterKey.LENGTH
                            + " hexadecimal digits in it",
                    e);
        }
    }

    ClusterKey key() {
        return key;
    }

    /** Proves to a service that the controller is speaking. */
    public Bytes controllerToken() {
        long now = clock.instant().getEpochSecond();
        return new ServiceToken(Role.CONTROLLER, 0, now, now + TOKEN_LIFETIME.toSeconds()).sign(key);
    }
}
