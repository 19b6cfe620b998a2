package io.pocket.client.core;

import io.pocket.protocol.HostPort;

/**
 * One server as one lane knows it, compared by identity. A node that comes back in another incarnation, or at another address, is
 * another endpoint.
 */
public final class Endpoint {
    /** What listens there. */
    public enum Kind {
        SHARD,
        NODE
    }

    private final Link link;
    private final Kind kind;
    private final int id;
    private final long incarnation;
    private final HostPort address;

    Endpoint(Link link, Kind kind, int id, long incarnation, HostPort address) {
        this.link = link;
        this.kind = kind;
        this.id = id;
        this.incarnation = incarnation;
        this.address = address;
    }

    Link link() {
        return link;
    }

    public Kind kind() {
        return kind;
    }

    /** Node or shard id; 0 for the job's first shard, of which a client is told the address alone. */
    public int id() {
        return id;
    }

    /** Of the node; 0 for a shard. */
    public long incarnation() {
        return incarnation;
    }

    public HostPort address() {
        return address;
    }

    /** For messages: which server, and where. */
    @Override
    public String toString() {
        return name() + " at " + address;
    }

    private String name() {
        if (kind == Kind.NODE) {
            return "node " + id;
        }
        return id == 0 ? "the metadata shard" : "metadata shard " + id;
    }
}
