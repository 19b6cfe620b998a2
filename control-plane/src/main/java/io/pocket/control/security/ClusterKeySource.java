package io.pocket.control.security;

import io.pocket.protocol.token.ClusterKey;

/** A place of the cluster key other than a file. */
@FunctionalInterface
public interface ClusterKeySource {

    /**
     * The key.
     *
     * @throws io.pocket.control.fault.RemediableException there is none, or it cannot be read
     */
    ClusterKey key();
}
