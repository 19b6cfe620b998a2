package io.pocket.control.push;

/** A node or shard. */
public record PeerId(Kind kind, int id) {

    /** What a peer is. */
    public enum Kind {
        NODE,
        SHARD
    }

    public static PeerId node(int id) {
        return new PeerId(Kind.NODE, id);
    }

    public static PeerId shard(int id) {
        return new PeerId(Kind.SHARD, id);
    }

    public boolean isShard() {
        return kind == Kind.SHARD;
    }

    @Override
    public String toString() {
        return (kind == Kind.NODE ? "node " : "shard ") + id;
    }
}
