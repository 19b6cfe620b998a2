package io.pocket.benchmarks;

import io.pocket.protocol.Checksum;
import java.nio.ByteBuffer;
import java.util.Random;
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

/** CRC32C as it is made at the writer (arrays) and over direct buffers, from a small object to a whole chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChecksumBenchmark {
    @Param({"512", "4096", "65536", "4194304"})
    public int lengthBytes;

    private byte[] array;
    private ByteBuffer direct;

    @Setup
    public void fill() {
        array = new byte[lengthBytes];
        new Random(42).nextBytes(array);
        direct = ByteBuffer.allocateDirect(lengthBytes).put(array).flip();
    }

    @Benchmark
    public int ofArray() {
        return Checksum.crc32c(array, 0, lengthBytes);
    }

    @Benchmark
    public int ofDirectBuffer() {
        return Checksum.crc32c(direct);
    }
}
