package io.pocket.metadata.core;

import io.pocket.protocol.Role;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.token.Principal;

/** What the core knows of one connection. Made by the driver for each connection, used only by the core afterwards. */
public final class ShardSession {
    private final ReplySink sink;
    private Principal principal;
    private JobTraffic traffic;
    private long uploadId = UploadId.NONE;
    private long mapEpoch;
    private long tombstonesTold;
    private boolean closed;

    public ShardSession(ReplySink sink) {
        this.sink = sink;
    }

    ReplySink sink() {
        return sink;
    }

    /** Null before HELLO succeeded. */
    Principal principal() {
        return principal;
    }

    void authenticate(Principal proven) {
        principal = proven;
    }

    /** Whether HELLO has succeeded, so that the driver may lift its time limit for it. */
    public boolean isAuthenticated() {
        return principal != null;
    }

    boolean isClient() {
        return principal != null && principal.role() == Role.CLIENT;
    }

    long job() {
        return principal.jobNumber();
    }

    /** It is one of the job's connections from now until {@link #discount}. */
    void count(JobTraffic of) {
        traffic = of;
        of.connected();
    }

    boolean isCounted() {
        return traffic != null;
    }

    /** Harmless when it does not count, or no longer. */
    void discount() {
        if (traffic != null) {
            traffic.disconnected();
            traffic = null;
        }
    }

    long uploadId() {
        return uploadId;
    }

    void setUploadId(long id) {
        uploadId = id;
    }

    long mapEpoch() {
        return mapEpoch;
    }

    void setMapEpoch(long epoch) {
        mapEpoch = epoch;
    }

    /** Sequence of the last tombstone that this connection, a node's, was told. */
    long tombstonesTold() {
        return tombstonesTold;
    }

    void setTombstonesTold(long sequence) {
        tombstonesTold = sequence;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
