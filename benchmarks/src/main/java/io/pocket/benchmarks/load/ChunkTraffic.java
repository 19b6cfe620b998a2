package io.pocket.benchmarks.load;

import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.benchmarks.raw.RawSession;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Write;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;

/** WRITEs and READs of chunks on one connection to a node, some under way at a time, by frames made by hand. For one thread. */
public final class ChunkTraffic implements AutoCloseable {
    private static final int UNDER_WAY = 16;
    private static final int FRAME_ROOM_BYTES = 256;
    private static final int SIZE_BYTES_MAX = 64 << 10;

    private final RawSession shard;
    private final RawSession node;
    private final int sizeBytes;
    private final ByteBuffer payload;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final BodyWriter writer = new BodyWriter(null);
    private int firstChunk = 1;
    private int written;

    /**
     * Connects to the job's first shard, for an upload, and to its first node.
     *
     * @param sizeBytes of each chunk, 8 to 64 KiB
     */
    public ChunkTraffic(ConnectionString job, int sizeBytes) throws IOException {
        if (sizeBytes < Long.BYTES || sizeBytes > SIZE_BYTES_MAX) {
            throw new IllegalArgumentException("chunks of " + sizeBytes + " bytes");
        }
        this.sizeBytes = sizeBytes;
        this.payload = ByteBuffer.allocateDirect(sizeBytes);
        this.out = little(UNDER_WAY * (sizeBytes + FRAME_ROOM_BYTES));
        this.in = little(UNDER_WAY * (sizeBytes + FRAME_ROOM_BYTES));
        shard = RawSession.toShard(job);
        WeightMap.Member member = shard.greeting().weightMap().members().getFirst();
        node = RawSession.to(HostPort.parse(member.address()), job, member.nodeId(), member.incarnation());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes so many chunks, and reads each of them. */
    public void writeAndRead(int chunks) throws IOException {
        shard.call(new Renew(shard.greeting().uploadId(), 0));
        written = chunks;
        exchange(chunks, true, sequence -> new Write(chunk(sequence), 0, sizeBytes));
        exchange(chunks, false, sequence -> new Read(chunk(sequence), 0, sizeBytes));
    }

    /** Frees the chunks of the last {@link #writeAndRead}. */
    public void discard() throws IOException {
        exchange(written, false, sequence -> new Discard(chunk(sequence)));
        firstChunk += written;
        written = 0;
    }

    private ChunkId chunk(int sequence) {
        return new ChunkId(shard.greeting().uploadId(), sequence);
    }

    private void exchange(int count, boolean withPayload, IntFunction<Request> requests) throws IOException {
        for (int done = 0; done < count; done += UNDER_WAY) {
            int some = Math.min(UNDER_WAY, count - done);
            out.clear();
            for (int i = 0; i < some; i++) {
                add(firstChunk + done + i, withPayload, requests);
            }
            send(out.flip());
            receive(some);
        }
    }

    private void add(int sequence, boolean withPayload, IntFunction<Request> requests) {
        Frames.writeRequest(out, requests.apply(sequence), sequence, 0, null, withPayload ? sizeBytes : 0, writer);
        if (withPayload) {
            out.put(payload.clear().putInt(0, sequence));
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        SocketChannel channel = node.channel();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void receive(int answers) throws IOException {
        in.clear();
        for (int taken = 0; taken < answers; ) {
            if (node.channel().read(in) < 0) {
                throw new EOFException("the node closed the connection");
            }
            in.flip();
            while (PocketFrames.isWhole(in)) {
                take(in.position());
                taken++;
            }
            in.compact();
        }
    }

    private void take(int start) throws IOException {
        PocketFrames.requireOk(in, start);
        int end = start + FrameHeader.frameLength(in, start);
        int length = FrameHeader.payloadLength(in, start);
        int sequence = (int) FrameHeader.requestId(in, start);
        if (length > 0 && (length != sizeBytes || in.getInt(end - length) != Integer.reverseBytes(sequence))) {
            throw new WrongAnswerException("chunk " + sequence + ": the bytes of another one");
        }
        in.position(end);
    }

    @Override
    public void close() throws IOException {
        node.close();
        shard.close();
    }
}
