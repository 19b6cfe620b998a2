package io.pocket.benchmarks.load;

import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * COMMITs and LOOKUPs of one client in turn, one in a frame. Names have 32 bytes, an object one chunk and no inline bytes. The chunk is
 * named as if the job's first node held it: a shard checks who issued its number and whether the node takes chunks, and trusts the
 * client for the bytes, so that nothing need be written. A LOOKUP asks for a name that was committed before, and its answer must
 * tell that object's size.
 */
public final class MetadataMix implements Dialogue {
    private static final int NAME_DIGITS = 23;
    private static final int SIZES = 1_000;
    private static final int SIZE_OFFSET = 2 * Long.BYTES;
    private static final long STRIDE = 7_919;

    private final HelloReply greeting;
    private final WeightMap.Member node;
    private final String prefix;
    private final int names;
    private final long ttlMillis;
    private final BodyWriter writer = new BodyWriter(null);
    private final AnswerWindow commits = new AnswerWindow();
    private long asked;

    /**
     * A dialogue under a new upload.
     *
     * @param greeting the shard's
     * @param client number of this client, 0 to 99: each has names of its own
     * @param names how many; further COMMITs replace the objects, the oldest first
     * @param ttlMillis of each object, 0 for none
     */
    public MetadataMix(HelloReply greeting, int client, int names, long ttlMillis) {
        this.greeting = greeting;
        this.node = greeting.weightMap().members().getFirst();
        this.prefix = "bench/%02d-".formatted(client);
        this.names = names;
        this.ttlMillis = ttlMillis;
    }

    @Override
    public void ask(ByteBuffer out) {
        boolean isLookup = asked++ % 2 == 1 && commits.lowest() > 1;
        if (isLookup) {
            lookUp(out);
        } else {
            commit(out);
        }
    }

    private void commit(ByteBuffer out) {
        int sequence = commits.give();
        int number = (sequence - 1) % names;
        Mutation mutation = new Mutation(greeting.uploadId(), sequence, commits.lowest(), commits.lowest());
        Replica replica = new Replica(new ChunkId(greeting.uploadId(), sequence), node.nodeId(), node.incarnation());
        Chunk chunk = new Chunk(size(number), number, List.of(replica));
        Commit commit = new Commit(mutation, name(number), 0, 0, ttlMillis, size(number), 0, List.of(chunk));
        Frames.writeRequest(out, commit, (long) sequence << 1, 0, null, 0, writer);
    }

    private void lookUp(ByteBuffer out) {
        int there = Math.min(commits.lowest() - 1, names);
        int number = (int) (asked * STRIDE % there);
        Lookup lookup = new Lookup(0, name(number), 0, Mutation.NONE, 0);
        Frames.writeRequest(out, lookup, (long) number << 1 | 1, 0, null, 0, writer);
    }

    private static int size(int number) {
        return number % SIZES + 1;
    }

    private ObjectName name(int number) {
        String digits = Integer.toString(number);
        return ObjectName.of(prefix + "0".repeat(NAME_DIGITS - digits.length()) + digits);
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int count = 0;
        while (PocketFrames.isWhole(in)) {
            int start = in.position();
            PocketFrames.requireOk(in, start);
            take(in, start, FrameHeader.requestId(in, start));
            in.position(start + FrameHeader.frameLength(in, start));
            count++;
        }
        return count;
    }

    private void take(ByteBuffer in, int start, long requestId) {
        int number = (int) (requestId >> 1);
        if ((requestId & 1) == 0) {
            commits.answer(number);
            return;
        }
        long size = in.getLong(start + FrameHeader.bodyOffset(FrameHeader.flags(in, start)) + SIZE_OFFSET);
        if (size != size(number)) {
            throw new WrongAnswerException(name(number) + ": a lookup said " + size + " bytes");
        }
    }
}
