package io.pocket.benchmarks;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One response frame without its payload, written as a server does and read as a client does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplyBenchmark {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CRC = 0x12345678;
    private static final long CREATED_AT_MILLIS = 1_767_225_600_000L;
    private static final int TTL_MILLIS = 60_000;
    private static final int ROOM_BYTES = 4096;

    /** Replies of the hot path: to LOOKUP of an object of one chunk and of eight, or of an inline one; to COMMIT, and to READ. */
    public enum Kind {
        FOUND_1_CHUNK,
        FOUND_8_CHUNKS,
        FOUND_INLINE,
        COMMITTED,
        READ
    }

    @Param
    public Kind kind;

    private final ByteBuffer written = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer received = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final BodyWriter writer = new BodyWriter(written);

    private Opcode opcode;
    private Response response;

    @Setup
    public void receive() {
        opcode = opcode(kind);
        response = response(kind);
        Frames.writeResponse(received, opcode.code(), 1, Status.OK, 0, 0, response, 0, writer);
    }

    private static Opcode opcode(Kind kind) {
        return switch (kind) {
            case FOUND_1_CHUNK, FOUND_8_CHUNKS, FOUND_INLINE -> Opcode.LOOKUP;
            case COMMITTED -> Opcode.COMMIT;
            case READ -> Opcode.READ;
        };
    }

    private static Response response(Kind kind) {
        return switch (kind) {
            case FOUND_1_CHUNK -> found(1);
            case FOUND_8_CHUNKS -> found(8);
            case FOUND_INLINE -> found(0);
            case COMMITTED -> new Mutated(1, 1);
            case READ -> new Empty();
        };
    }

    private static ObjectReply found(int chunkCount) {
        Chunk[] chunks = new Chunk[chunkCount];
        for (int i = 0; i < chunkCount; i++) {
            chunks[i] = new Chunk(CHUNK_BYTES, CRC, List.of(new Replica(new ChunkId(UploadId.of(1, 1), i), 3, 9)));
        }
        boolean inline = chunkCount == 0;
        long sizeBytes = inline ? 1 << 10 : (long) chunkCount * CHUNK_BYTES;
        return new ObjectReply(
                2, 1, sizeBytes, inline ? CRC : 0, CREATED_AT_MILLIS, TTL_MILLIS, 0, inline, List.of(chunks));
    }

    @Benchmark
    public ByteBuffer write() {
        written.clear();
        Frames.writeResponse(written, opcode.code(), 1, Status.OK, 0, 0, response, 0, writer);
        return written;
    }

    @Benchmark
    public Response read() throws ProtocolException {
        FrameHeader.validate(received, 0, FrameHeader.MAX_FRAME_LENGTH);
        int bodyOffset = FrameHeader.HEADER_LENGTH;
        received.limit(bodyOffset + FrameHeader.bodyLength(received, 0)).position(bodyOffset);
        return Response.decode(opcode, Status.OK, received);
    }
}
