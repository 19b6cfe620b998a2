package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.TraceContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    static {
        LeakWatch.install();
    }

    private final Receiver receiver = new Receiver();
    private final GatherBudget budget = new GatherBudget(1 << 20);
    private final FrameDecoder decoder =
            new FrameDecoder(new InputLimits(1 << 20, 100_000, 1 << 20), budget, ByteBufAllocator.DEFAULT, receiver);

    @AfterEach
    void closeAndLookForLeaks() {
        decoder.close();
        assertThat(budget.take(1 << 20)).as("all memory was given back").isTrue();
        LeakWatch.assertNoLeak();
    }

    /** Notes frames as texts, takes payloads of WRITE into sinks. */
    private static final class Receiver implements FrameReceiver {
        final List<String> frames = new ArrayList<>();
        int aborted;

        @Override
        public boolean paused() {
            return false;
        }

        @Override
        public void onFrame(FrameView header, ByteBuffer body, ByteBuffer payload) {
            frames.add(describe(header.opcode(), header.requestId(), body, payload) + trace(header));
        }

        private static String trace(FrameView header) {
            return header.traceContext() == null
                    ? ""
                    : " " + header.traceContext().parentId();
        }

        @Override
        public PayloadSink beginPayload(FrameView header, ByteBuffer body, int payloadLengthBytes) {
            return header.opcode() == Opcode.WRITE.code()
                    ? new Sink(header.opcode(), header.requestId(), body, payloadLengthBytes)
                    : null;
        }

        @Override
        public void onUngatherable(FrameView header, Refusal refusal) {
            frames.add(header.requestId() + " " + refusal);
        }

        @Override
        public void onSinkNotNow() {
            throw new AssertionError("no sink here waits");
        }

        /** Gathers three bytes at a time. */
        private final class Sink implements PayloadSink {
            private final int opcode;
            private final long id;
            private final ByteBuffer body;
            private final ByteBuffer whole;
            private int given;

            Sink(int opcode, long id, ByteBuffer borrowedBody, int length) {
                this.opcode = opcode;
                this.id = id;
                this.body = ByteBuffer.allocate(borrowedBody.remaining())
                        .put(borrowedBody)
                        .flip();
                this.whole = ByteBuffer.allocate(length);
            }

            @Override
            public ByteBuffer target() {
                int from = given;
                given = Math.min(whole.capacity(), given + 3);
                return whole.slice(from, given - from);
            }

            @Override
            public void complete() {
                frames.add(describe(opcode, id, body, whole));
            }

            @Override
            public void abort() {
                aborted++;
            }
        }
    }

    private static String describe(int opcode, long id, ByteBuffer body, ByteBuffer payload) {
        return opcode + " " + id + " " + hash(body) + " " + hash(payload);
    }

    private static String hash(ByteBuffer bytes) {
        return bytes.remaining() + "/" + bytes.hashCode();
    }

    private void decode(byte[] bytes, int from, int to) throws ProtocolException {
        ByteBuf in = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, to - from));
        try {
            in.writeBytes(bytes, from, to - from);
            decoder.decode(in);
        } finally {
            in.release();
        }
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldSeeTheSameFramesHoweverTheyAreCut() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            receiver.frames.clear();
            List<String> expected = new ArrayList<>();
            ByteBuffer stream = ByteBuffer.allocate(400_000);
            for (int i = 0; i < 20; i++) {
                Opcode opcode = random.nextBoolean() ? Opcode.WRITE : Opcode.PING;
                byte[] body = random(random, random.nextInt(50));
                byte[] payload = random(random, random.nextInt(3) == 0 ? 0 : random.nextInt(i == 7 ? 60_000 : 900));
                stream.put(RawPeer.request(opcode, i, body, payload));
                expected.add(describe(opcode.code(), i, ByteBuffer.wrap(body), ByteBuffer.wrap(payload)));
            }
            byte[] bytes = new byte[stream.flip().remaining()];
            stream.get(bytes);
            int most = 1 + random.nextInt(5_000);
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(most));
                decode(bytes, at, to);
                at = to;
            }
            assertThat(receiver.frames).isEqualTo(expected);
            assertThat(decoder.midFrame()).isFalse();
        }
    }

    @Test
    void shouldShowTheTraceContextWhereverTheFrameIsCut() throws Exception {
        TraceContext trace = new TraceContext(1, 2, 77, (byte) 1);
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.HEADER_LENGTH + TraceContext.LENGTH + 5)
                .order(ByteOrder.LITTLE_ENDIAN);
        FrameHeader.writeRequest(frame, 0, Opcode.PING, 3, 0, FrameHeader.FLAG_TRACE, 2, 3);
        trace.write(frame, FrameHeader.HEADER_LENGTH);
        for (int cut = 0; cut < frame.capacity(); cut++) {
            receiver.frames.clear();
            decode(frame.array(), 0, cut);
            decode(frame.array(), cut, frame.capacity());
            assertThat(receiver.frames).hasSize(1).first().asString().endsWith(" 77");
        }
    }

    @Test
    void shouldEndInFramesOrAProtocolErrorWhateverTheBytesAre() {
        Random random = new Random(23);
        int errors = 0;
        for (int round = 0; round < 4_000; round++) {
            byte[] bytes = RawPeer.request(
                    random.nextBoolean() ? Opcode.WRITE : Opcode.PING,
                    round,
                    random(random, random.nextInt(30)),
                    random(random, random.nextInt(200)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(Math.min(bytes.length, 26))] = (byte) random.nextInt();
            }
            try {
                int cut = random.nextInt(bytes.length);
                decode(bytes, 0, cut);
                decode(bytes, cut, bytes.length);
            } catch (ProtocolException e) {
                errors++;
                assertThat(e.getMessage()).isNotBlank();
            }
            decoder.close();
        }
        assertThat(errors).isBetween(1_000, 3_999);
    }

    @Test
    void shouldAbortTheSinkUnderWayWhenClosed() throws Exception {
        byte[] frame = RawPeer.request(Opcode.WRITE, 1, new byte[4], new byte[100]);
        decode(frame, 0, 60);
        assertThat(decoder.midFrame()).isTrue();
        decoder.close();
        assertThat(receiver.aborted).isEqualTo(1);
        decoder.close();
        assertThat(receiver.aborted).isEqualTo(1);
    }

    @Test
    void shouldTakeMemoryForWhatArrivedNotForWhatIsClaimed() throws Exception {
        GatherBudget small = new GatherBudget(50_000);
        FrameDecoder bounded =
                new FrameDecoder(new InputLimits(1 << 20, 60_000, 60_000), small, ByteBufAllocator.DEFAULT, receiver);
        byte[] frame = RawPeer.request(Opcode.PING, 1, new byte[0], new byte[55_000]);
        ByteBuf in = ByteBufAllocator.DEFAULT.directBuffer(100).writeBytes(frame, 0, 100);
        bounded.decode(in);
        in.release();
        assertThat(receiver.frames).containsExactly("1 NO_MEMORY");
        assertThat(small.take(50_000)).isTrue();
        bounded.close();
    }
}
