package io.pocket.benchmarks;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Read;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The frame of a READ as a node reads it: header checked, body decoded in place. A WRITE is the same. Nothing may be allocated. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkPartBenchmark {
    private static final ChunkId CHUNK = new ChunkId(UploadId.of(1, 1), 1);
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int ROOM_BYTES = 256;

    private final ByteBuffer received = ByteBuffer.allocateDirect(ROOM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ChunkPart part = new ChunkPart();

    @Setup
    public void receive() {
        Frames.writeRequest(received, new Read(CHUNK, 0, CHUNK_BYTES), 1, 1000, null, 0, new BodyWriter(received));
    }

    @Benchmark
    public ChunkPart read() throws ProtocolException {
        FrameHeader.validate(received, 0, FrameHeader.MAX_FRAME_LENGTH);
        int bodyOffset = FrameHeader.bodyOffset(FrameHeader.flags(received, 0));
        received.limit(bodyOffset + FrameHeader.bodyLength(received, 0)).position(bodyOffset);
        return part.decode(received);
    }
}
