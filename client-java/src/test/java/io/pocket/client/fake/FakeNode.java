package io.pocket.client.fake;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Write;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps chunks in a map. */
public final class FakeNode implements FakeServer.Handler {
    public final int id;
    public final Map<ChunkId, byte[]> chunks = new ConcurrentHashMap<>();
    public volatile boolean full;

    public FakeNode(int id) {
        this.id = id;
    }

    @Override
    public Reply handleEarly(Request request) {
        return full && request instanceof Write ? Reply.refused(Status.FULL, 0) : null;
    }

    @Override
    public Reply handle(Request request, byte[] payload, int deadlineMillis) {
        if (request instanceof Hello hello) {
            return hello.expectedId() == id ? Reply.ok(greeting()) : Reply.refused(Status.WRONG_NODE, 0);
        } else if (request instanceof Write write) {
            chunks.put(write.chunk(), payload);
            return Reply.ok(new Empty());
        } else if (request instanceof Read read) {
            return read(read);
        } else if (request instanceof Discard discard) {
            chunks.remove(discard.chunk());
            return Reply.ok(new Empty());
        }
        return Reply.refused(Status.UNSUPPORTED, 0);
    }

    private HelloReply greeting() {
        return new HelloReply(Hello.VERSION, 0, id, 100 + id, 0, 0, 0, 1 << 20, 0, 1 << 20, 9, 0, WeightMap.EMPTY);
    }

    private Reply read(Read read) {
        byte[] chunk = chunks.get(read.chunk());
        return chunk == null
                ? Reply.refused(Status.NO_CHUNK, 0)
                : Reply.ok(new Empty(), Arrays.copyOfRange(chunk, read.offset(), read.offset() + read.readLength()));
    }
}
