package io.pocket.benchmarks;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Write;
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

/** One request frame without its payload, written as a client does and read as a shard does; nodes read as {@link ChunkPartBenchmark}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
    private static final long UPLOAD = UploadId.of(1, 1);
    private static final ObjectName NAME = ObjectName.of("shuffle/map-000017/reduce-000023");
    private static final ChunkId CHUNK = new ChunkId(UPLOAD, 1);
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int INLINE_BYTES = 1 << 10;
    private static final int CRC = 0x12345678;
    private static final int ROOM_BYTES = 4096;

    /** Requests of the hot path; PUT_INLINE is a COMMIT whose payload is the object. */
    public enum Kind {
        WRITE,
        READ,
        COMMIT,
        PUT_INLINE,
        LOOKUP
    }

    @Param
    public Kind kind;

    private final ByteBuffer written = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer received = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final BodyWriter writer = new BodyWriter(written);

    private Request request;

    @Setup
    public void receive() {
        request = request(kind);
        Frames.writeRequest(received, request, 1, 1000, null, 0, writer);
    }

    private static Request request(Kind kind) {
        return switch (kind) {
            case WRITE -> new Write(CHUNK, 0, CHUNK_BYTES);
            case READ -> new Read(CHUNK, 0, CHUNK_BYTES);
            case COMMIT -> new Commit(new Mutation(UPLOAD, 1, 1, 1), NAME, 0, 0, 0, CHUNK_BYTES, 0, List.of(chunk()));
            case PUT_INLINE -> new Commit(new Mutation(UPLOAD, 1, 1, 1), NAME, 0, 0, 0, INLINE_BYTES, CRC, List.of());
            case LOOKUP -> new Lookup(0, NAME, 0, Mutation.NONE, 0);
        };
    }

    private static Chunk chunk() {
        return new Chunk(CHUNK_BYTES, CRC, List.of(new Replica(CHUNK, 3, 9)));
    }

    @Benchmark
    public ByteBuffer write() {
        written.clear();
        Frames.writeRequest(written, request, 1, 1000, null, 0, writer);
        return written;
    }

    @Benchmark
    public Request read() throws ProtocolException {
        FrameHeader.validate(received, 0, FrameHeader.MAX_FRAME_LENGTH);
        int bodyOffset = FrameHeader.bodyOffset(FrameHeader.flags(received, 0));
        received.limit(bodyOffset + FrameHeader.bodyLength(received, 0)).position(bodyOffset);
        return Request.decode(Opcode.of(FrameHeader.opcode(received, 0)), received);
    }
}
