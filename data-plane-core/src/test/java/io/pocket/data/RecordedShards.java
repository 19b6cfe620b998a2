package io.pocket.data;

import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a core asks shards. */
final class RecordedShards implements ShardPort {

    record Sent(int shardId, Request request) {}

    private final List<Sent> sent = new ArrayList<>();
    private List<ShardEntry> shards = List.of();

    @Override
    public void shards(List<ShardEntry> all) {
        shards = all;
    }

    @Override
    public void send(int shardId, Request request) {
        sent.add(new Sent(shardId, request));
    }

    List<ShardEntry> shards() {
        return shards;
    }

    /** The requests of one kind to one shard since the last call, which are forgotten. */
    <R extends Request> List<R> take(int shardId, Class<R> kind) {
        List<R> taken = new ArrayList<>();
        sent.removeIf(request -> {
            boolean matches = request.shardId == shardId && kind.isInstance(request.request);
            if (matches) {
                taken.add(kind.cast(request.request));
            }
            return matches;
        });
        return taken;
    }
}
