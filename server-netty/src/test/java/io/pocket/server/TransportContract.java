package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a {@link FrameServer} does over every kind of event loop. */
abstract class TransportContract {
    static {
        LeakWatch.install();
    }

    private static final byte[] NONE = new byte[0];
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int SMALL_HIGH_WATERMARK = 64 << 10;

    private EventLoops loops;
    private FrameServer server;
    private TransportMetrics metrics;
    private ScriptedHandler handler;

    abstract EventLoopKind kind();

    @AfterEach
    void stopAndLookForLeaks() {
        if (loops == null) {
            return;
        }
        if (server != null) {
            server.close();
        }
        loops.close();
        if (handler != null) {
            assertThat(handler.released).hasValue(handler.lent.get());
            assertThat(handler.foreignThreadCalls).hasValue(0);
            handler.close();
        }
        LeakWatch.assertNoLeak();
    }

    private void start() throws Exception {
        start(ServerLimits.defaults());
    }

    private void start(ServerLimits limits) throws Exception {
        EventLoopAvailability availability = kind().availability();
        Assumptions.assumeTrue(availability.available(), availability.cause());
        loops = EventLoops.start(new EventLoopChoice(kind(), List.of()), EventLoopSettings.SPIN_DEFAULT, 1, "contract");
        metrics = new TransportMetrics(loops);
        AtomicReference<ScriptedHandler> made = new AtomicReference<>();
        server = FrameServer.start(
                loops.loop(0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                limits,
                (loop, gate) -> {
                    made.set(new ScriptedHandler(loop, gate));
                    return made.get();
                },
                metrics);
        handler = made.get();
    }

    private RawPeer greeted() throws Exception {
        return RawPeer.greeted(server.address());
    }

    private static ServerLimits withDeadlines(Duration hello, Duration frame, Duration drain, Duration idle) {
        return ServerLimits.defaults().withDeadlines(new ConnectionDeadlines(hello, frame, drain, idle));
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ScriptedHandler.patternByte(i);
        }
        return bytes;
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] writeBody(ScriptedHandler.WriteMode mode, int pieceBytes) {
        return ints(List.of(ScriptedHandler.WriteMode.values()).indexOf(mode), pieceBytes);
    }

    private void awaitClosed(CloseReason reason) {
        Eventually.isTrue("closed because of " + reason, () -> handler.closed.contains(reason));
        assertThat(metrics.closedBecause(reason)).isEqualTo(1);
    }

    @Test
    void shouldEchoFramesOfManySizes() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            for (int size : new int[] {0, 1, 7, 24, 100, 4095, 4096, 16_000, 65_536, 300_000, 1_000_000}) {
                RawPeer.Reply reply = peer.ask(Opcode.PING, size, NONE, pattern(size));
                assertThat(reply.status()).isEqualTo(Status.OK);
                assertThat(reply.requestId()).isEqualTo(size);
                assertThat(reply.payload()).isEqualTo(pattern(size));
            }
        }
        awaitClosed(CloseReason.PEER);
    }

    @Test
    void shouldTakeAFrameSplitAtEveryByte() throws Exception {
        start();
        byte[] frame = RawPeer.request(Opcode.PING, 9, pattern(11), pattern(13));
        try (RawPeer peer = greeted()) {
            for (int split = 1; split < frame.length; split++) {
                peer.send(frame, 0, split);
                awaitReceived(split);
                peer.send(frame, split, frame.length);
                assertEcho(peer.read(), 9);
                awaitReceived(0);
            }
        }
    }

    /** Until the server has taken what was sent, so that the split is real; counted from the last whole frame. */
    private void awaitReceived(int afterLastFrame) {
        int frameLength = FrameHeader.HEADER_LENGTH + 24;
        Eventually.isTrue(
                "bytes received",
                () -> (metrics.value(TransportCounter.BYTES_RECEIVED) - FrameHeader.HEADER_LENGTH) % frameLength
                        == afterLastFrame);
    }

    private static void assertEcho(RawPeer.Reply reply, long id) {
        assertThat(reply.requestId()).isEqualTo(id);
        assertThat(reply.payload())
                .startsWith(pattern(11))
                .endsWith(pattern(13))
                .hasSize(24);
    }

    @Test
    void shouldTakeFramesByteByByte() throws Exception {
        start();
        byte[] frame = RawPeer.request(Opcode.PING, 9, pattern(11), pattern(13));
        try (RawPeer peer = greeted()) {
            for (int i = 0; i < frame.length; i++) {
                peer.send(frame, i, i + 1);
            }
            assertEcho(peer.read(), 9);
        }
    }

    @Test
    void shouldAnswerInOrderWhatIsSentInRandomPieces() throws Exception {
        start();
        Random random = new Random(42);
        List<byte[]> payloads = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.allocate(4 << 20);
        for (int i = 0; i < 300; i++) {
            payloads.add(pattern(random.nextInt(i % 10 == 0 ? 60_000 : 300)));
            boolean sink = random.nextBoolean();
            byte[] body = sink
                    ? writeBody(ScriptedHandler.WriteMode.SINK, 1 + random.nextInt(i % 3 == 0 ? 60_000 : 5_000))
                    : NONE;
            stream.put(RawPeer.request(sink ? Opcode.WRITE : Opcode.PING, i, body, payloads.get(i)));
        }
        byte[] bytes = new byte[stream.flip().remaining()];
        stream.get(bytes);
        try (RawPeer peer = greeted();
                ExecutorService sender = Executors.newSingleThreadExecutor()) {
            Future<?> sent = sender.submit(() -> sendInPieces(peer, bytes, random));
            for (int i = 0; i < payloads.size(); i++) {
                RawPeer.Reply reply = peer.read();
                assertThat(reply.requestId()).isEqualTo(i);
                // An empty WRITE has no payload for a sink and comes whole, its body is echoed too.
                assertThat(reply.payload()).endsWith(payloads.get(i));
            }
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    private static Void sendInPieces(RawPeer peer, byte[] bytes, Random random) throws Exception {
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(9_000));
            peer.send(bytes, at, to);
            at = to;
        }
        return null;
    }

    @Test
    void shouldFillASinkPieceByPiece() throws Exception {
        start();
        byte[] payload = pattern(1_000_003);
        try (RawPeer peer = greeted()) {
            for (int pieceBytes : new int[] {payload.length, 4096, 65_537}) {
                byte[] body = writeBody(ScriptedHandler.WriteMode.SINK, pieceBytes);
                assertThat(peer.ask(Opcode.WRITE, 5, body, payload).payload()).isEqualTo(payload);
            }
        }
        assertThat(handler.completed).hasValue(3);
        assertThat(handler.aborted).hasValue(0);
        assertThat(metrics.value(TransportCounter.BYTES_RECEIVED_IN_PLACE) > 0).isEqualTo(kind().readsAtOnce());
    }

    @Test
    void shouldRefuseAndSkipAPayloadAndKeepTheConnection() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            byte[] body = writeBody(ScriptedHandler.WriteMode.DISCARD, 0);
            assertThat(peer.ask(Opcode.WRITE, 5, body, pattern(700_000)).status())
                    .isEqualTo(Status.FULL);
            assertThat(peer.ask(Opcode.PING, 6, NONE, NONE).requestId()).isEqualTo(6);
        }
    }

    @Test
    void shouldRefuseBeforeThePayloadHasArrived() throws Exception {
        start();
        byte[] frame =
                RawPeer.request(Opcode.WRITE, 5, writeBody(ScriptedHandler.WriteMode.DISCARD, 0), pattern(100_000));
        try (RawPeer peer = greeted()) {
            peer.send(frame, 0, 50);
            assertThat(peer.read().status()).isEqualTo(Status.FULL);
            peer.send(frame, 50, frame.length);
            assertThat(peer.ask(Opcode.PING, 6, NONE, NONE).requestId()).isEqualTo(6);
        }
    }

    @Test
    void shouldSkipTheRestWhenASinkGivesUpHalfWay() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            byte[] body = writeBody(ScriptedHandler.WriteMode.DISCARD_AFTER_FIRST_PIECE, 1000);
            assertThat(peer.ask(Opcode.WRITE, 5, body, pattern(50_000)).status())
                    .isEqualTo(Status.IO_ERROR);
            assertThat(peer.ask(Opcode.PING, 6, NONE, NONE).requestId()).isEqualTo(6);
        }
        assertThat(handler.aborted).hasValue(0);
        assertThat(handler.completed).hasValue(0);
    }

    @Test
    void shouldStopReadingUntilTheHandlerIsReady() throws Exception {
        start();
        assertGoesOnAfterNotNow(ScriptedHandler.WriteMode.NOT_NOW_FIRST);
    }

    @Test
    void shouldStopReadingUntilASinkIsReady() throws Exception {
        start();
        assertGoesOnAfterNotNow(ScriptedHandler.WriteMode.NOT_NOW_AFTER_FIRST_PIECE);
    }

    private void assertGoesOnAfterNotNow(ScriptedHandler.WriteMode mode) throws Exception {
        byte[] payload = pattern(3_000_000);
        try (RawPeer peer = greeted();
                ExecutorService sender = Executors.newSingleThreadExecutor()) {
            Future<?> sent = sender.submit(() -> {
                peer.send(RawPeer.request(Opcode.WRITE, 5, writeBody(mode, 1000), payload));
                peer.send(RawPeer.request(Opcode.PING, 6, NONE, NONE));
                return null;
            });
            Eventually.isTrue("not now", () -> handler.notNow.get() > 0);
            assertThat(metrics.value(TransportCounter.BYTES_RECEIVED)).isLessThan(payload.length);
            handler.goOn();
            assertThat(peer.read().payload()).isEqualTo(payload);
            assertThat(peer.read().requestId()).isEqualTo(6);
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldAbortASinkWhenThePeerDies() throws Exception {
        start();
        byte[] frame =
                RawPeer.request(Opcode.WRITE, 5, writeBody(ScriptedHandler.WriteMode.SINK, 1000), pattern(100_000));
        RawPeer peer = greeted();
        peer.send(frame, 0, 50_000);
        Eventually.isTrue("half of it", () -> metrics.value(TransportCounter.BYTES_RECEIVED) > 50_000);
        peer.abort();
        Eventually.isTrue("aborted", () -> handler.aborted.get() == 1);
        awaitClosed(CloseReason.PEER);
        assertThat(handler.completed).hasValue(0);
    }

    @Test
    void shouldLendPayloadsAndGiveThemBackOnce() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            for (int size : new int[] {0, 1, 5_000, ScriptedHandler.PATTERN_BYTES}) {
                assertThat(peer.ask(Opcode.READ, 1, ints(size), NONE).payload()).isEqualTo(pattern(size));
            }
            Eventually.isTrue("released", () -> handler.released.get() == 4);
        }
    }

    @Test
    void shouldGiveBackLentPayloadsWhenThePeerDies() throws Exception {
        start(ServerLimits.defaults().withOutput(new OutputLimits(64L << 20, 32L << 20)));
        RawPeer peer = greeted();
        for (int i = 0; i < 12; i++) {
            peer.send(RawPeer.request(Opcode.READ, i, ints(ScriptedHandler.PATTERN_BYTES), NONE));
        }
        Eventually.isTrue("lent", () -> handler.lent.get() == 12);
        peer.abort();
        Eventually.isTrue("released", () -> handler.released.get() == 12);
        awaitClosed(CloseReason.PEER);
    }

    @Test
    void shouldCutOffAPeerThatDoesNotTakeItsReplies() throws Exception {
        start(withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(5), SHORT, Duration.ofSeconds(30))
                .withOutput(new OutputLimits(SMALL_HIGH_WATERMARK, 1000)));
        try (RawPeer peer = greeted();
                RawPeer other = greeted()) {
            for (int i = 0; i < 50; i++) {
                peer.send(RawPeer.request(Opcode.READ, i, ints(ScriptedHandler.PATTERN_BYTES), NONE));
            }
            awaitClosed(CloseReason.DRAIN_DEADLINE);
            // Reading stopped at the mark: far fewer were answered than were asked for.
            assertThat(handler.lent.get()).isLessThan(50);
            assertThat(handler.released).hasValue(handler.lent.get());
            assertThat(other.ask(Opcode.PING, 1, NONE, NONE).requestId()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnReadingWhenASlowPeerHasTakenItsReplies() throws Exception {
        start(ServerLimits.defaults().withOutput(new OutputLimits(SMALL_HIGH_WATERMARK, 1000)));
        try (RawPeer peer = greeted()) {
            for (int i = 0; i < 20; i++) {
                peer.send(RawPeer.request(Opcode.READ, i, ints(ScriptedHandler.PATTERN_BYTES), NONE));
            }
            for (int i = 0; i < 20; i++) {
                RawPeer.Reply reply = peer.read();
                assertThat(reply.requestId()).isEqualTo(i);
                assertThat(reply.payload()).hasSize(ScriptedHandler.PATTERN_BYTES);
            }
        }
        assertThat(metrics.value(TransportCounter.READ_PAUSES)).isPositive();
    }

    @Test
    void shouldCutOffAPeerThatSendsHalfAFrameAndThenNothing() throws Exception {
        start(withDeadlines(Duration.ofSeconds(5), SHORT, Duration.ofSeconds(5), Duration.ofSeconds(30)));
        byte[] frame = RawPeer.request(Opcode.PING, 5, NONE, pattern(5_000));
        try (RawPeer peer = greeted();
                RawPeer other = greeted()) {
            peer.send(frame, 0, 3_000);
            awaitClosed(CloseReason.FRAME_DEADLINE);
            assertThat(peer.read()).isNull();
            assertThat(other.ask(Opcode.PING, 1, NONE, NONE).requestId()).isEqualTo(1);
        }
    }

    @Test
    void shouldCutOffAPeerThatSendsAFrameTooSlowly() throws Exception {
        start(withDeadlines(Duration.ofSeconds(5), SHORT, Duration.ofSeconds(5), Duration.ofSeconds(30)));
        byte[] frame = RawPeer.request(Opcode.PING, 5, NONE, pattern(100_000));
        AtomicInteger sent = new AtomicInteger();
        try (RawPeer peer = greeted()) {
            Eventually.isTrue("cut off while it sends", () -> {
                trickle(peer, frame, sent.getAndIncrement());
                return handler.closed.contains(CloseReason.FRAME_DEADLINE);
            });
        }
        assertThat(sent.get()).isGreaterThan(20).isLessThan(frame.length);
    }

    private static void trickle(RawPeer peer, byte[] frame, int position) {
        try {
            peer.send(frame, position, position + 1);
        } catch (Exception e) {
            assertThat(e).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldCutOffAPeerThatNeverSaysHello() throws Exception {
        start(withDeadlines(SHORT, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30)));
        try (RawPeer peer = RawPeer.connect(server.address())) {
            awaitClosed(CloseReason.HELLO_DEADLINE);
            assertThat(peer.read()).isNull();
        }
    }

    @Test
    void shouldCutOffAnIdlePeerButNotOneThatWaitsForAnAnswer() throws Exception {
        start(withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), SHORT));
        try (RawPeer idle = greeted();
                RawPeer waiting = greeted()) {
            waiting.send(RawPeer.request(Opcode.LOOKUP, 7, NONE, NONE));
            awaitClosed(CloseReason.IDLE);
            assertThat(idle.read()).isNull();
            handler.goOn();
            assertThat(waiting.read().requestId()).isEqualTo(7);
        }
    }

    @Test
    void shouldTakeNoPayloadBeforeHello() throws Exception {
        start();
        try (RawPeer peer = RawPeer.connect(server.address())) {
            assertThat(peer.ask(Opcode.PING, 1, NONE, pattern(100)).status()).isEqualTo(Status.UNAUTHENTICATED);
        }
    }

    @Test
    void shouldAnswerGarbageWithAProtocolErrorAndClose() throws Exception {
        start();
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            byte[] garbage = new byte[24 + random.nextInt(40_000)];
            random.nextBytes(garbage);
            garbage[FrameHeader.MAGIC_OFFSET] = 0;
            try (RawPeer peer = greeted()) {
                peer.send(garbage);
                RawPeer.Reply reply = peer.read();
                assertThat(reply.status()).isEqualTo(Status.PROTOCOL_ERROR);
                assertThat(reply.detail()).contains("not a Pocket frame");
                assertThat(peer.read()).isNull();
            }
        }
        Eventually.isTrue("closed", () -> metrics.closedBecause(CloseReason.PROTOCOL_ERROR) == 20);
    }

    @Test
    void shouldRefuseAFrameLongerThanTheLimit() throws Exception {
        start();
        for (int length : new int[] {-1, Integer.MIN_VALUE, 5, FrameHeader.MAX_FRAME_LENGTH + 1, Integer.MAX_VALUE}) {
            byte[] frame = RawPeer.request(Opcode.PING, 3, NONE, NONE);
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(FrameHeader.FRAME_LENGTH_OFFSET, length);
            try (RawPeer peer = greeted()) {
                RawPeer.Reply reply = peer.ask(frame);
                assertThat(reply.status()).isEqualTo(Status.PROTOCOL_ERROR);
                assertThat(reply.detail()).contains(Integer.toUnsignedString(length));
            }
        }
    }

    @Test
    void shouldRefuseFlagsThatOnlyAResponseMayCarry() throws Exception {
        start();
        for (int flag : new int[] {FrameHeader.FLAG_RESPONSE, FrameHeader.FLAG_MAP_STALE}) {
            for (int payloadLength : new int[] {0, 100}) {
                byte[] frame = RawPeer.request(Opcode.PING, 3, NONE, pattern(payloadLength));
                frame[FrameHeader.FLAGS_OFFSET] = (byte) flag;
                try (RawPeer peer = greeted()) {
                    assertThat(peer.ask(frame).status()).isEqualTo(Status.PROTOCOL_ERROR);
                    assertThat(peer.read()).isNull();
                }
            }
        }
    }

    @Test
    void shouldRefuseToGatherWhatIsTooLongAndKeepTheConnection() throws Exception {
        start(ServerLimits.defaults().withInput(new InputLimits(FrameHeader.MAX_FRAME_LENGTH, 10_000, 10_000)));
        try (RawPeer peer = greeted()) {
            RawPeer.Reply reply = peer.ask(Opcode.PING, 1, NONE, pattern(20_000));
            assertThat(reply.status()).isEqualTo(Status.INVALID_ARGUMENT);
            assertThat(reply.detail()).contains("20024").contains("10000");
            assertThat(peer.ask(Opcode.PING, 2, NONE, pattern(9_000)).payload()).hasSize(9_000);
        }
    }

    @Test
    void shouldAnswerBusyWhenTooMuchIsHalfArrived() throws Exception {
        start(ServerLimits.defaults().withInput(new InputLimits(FrameHeader.MAX_FRAME_LENGTH, 10_000, 15_000)));
        byte[] frame = RawPeer.request(Opcode.PING, 1, NONE, pattern(9_000));
        try (RawPeer first = greeted();
                RawPeer second = greeted()) {
            first.send(frame, 0, 5_000);
            Eventually.isTrue("half", () -> metrics.value(TransportCounter.BYTES_RECEIVED) >= 5_000 + 48);
            second.send(frame, 0, 5_000);
            assertThat(second.read().status()).isEqualTo(Status.BUSY);
            first.send(frame, 5_000, frame.length);
            assertThat(first.read().payload()).hasSize(9_000);
            second.send(frame, 5_000, frame.length);
            assertThat(second.ask(frame).payload()).hasSize(9_000);
        }
    }

    @Test
    void shouldAnswerBusyBeyondTheOutstandingRequests() throws Exception {
        start(ServerLimits.defaults().withMaxOutstandingRequests(2));
        try (RawPeer peer = greeted()) {
            peer.send(RawPeer.request(Opcode.LOOKUP, 1, NONE, NONE));
            peer.send(RawPeer.request(Opcode.LOOKUP, 2, NONE, NONE));
            RawPeer.Reply busy = peer.ask(Opcode.LOOKUP, 3, NONE, NONE);
            assertThat(busy.status()).isEqualTo(Status.BUSY);
            assertThat(busy.requestId()).isEqualTo(3);
            byte[] body = writeBody(ScriptedHandler.WriteMode.SINK, 100);
            assertThat(peer.ask(Opcode.WRITE, 4, body, pattern(100)).status()).isEqualTo(Status.BUSY);
            handler.goOn();
            assertThat(peer.read().requestId()).isEqualTo(1);
            assertThat(peer.read().requestId()).isEqualTo(2);
            assertThat(peer.ask(Opcode.PING, 5, NONE, NONE).status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void shouldTellConnectionsBeyondTheMaximumThatItIsBusy() throws Exception {
        start(ServerLimits.defaults().withMaxConnections(2));
        try (RawPeer first = greeted();
                RawPeer second = greeted();
                RawPeer third = RawPeer.connect(server.address())) {
            RawPeer.Reply reply = third.ask(Opcode.HELLO, 1, NONE, NONE);
            assertThat(reply.status()).isEqualTo(Status.BUSY);
            assertThat(reply.requestId()).isZero();
            assertThat(third.read()).isNull();
            assertThat(first.ask(Opcode.PING, 1, NONE, NONE).status()).isEqualTo(Status.OK);
            second.abort();
            Eventually.isTrue("a place is free", () -> handler.closed.size() == 1);
            greeted().close();
        }
        assertThat(handler.opened).hasValue(3);
    }

    @Test
    void shouldServeManyConnections() throws Exception {
        start();
        int connections = 150;
        try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                tasks.add(this::pingTwentyTimes);
            }
            for (Future<Integer> each : peers.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                assertThat(each.get()).isEqualTo(20);
            }
        }
        Eventually.isTrue("all closed", () -> handler.closed.size() == connections);
        assertThat(metrics.openConnections()).isZero();
    }

    private int pingTwentyTimes() throws Exception {
        int answered = 0;
        try (RawPeer peer = greeted()) {
            for (int i = 0; i < 20; i++) {
                if (peer.ask(Opcode.PING, i, NONE, pattern(i * 100)).requestId() == i) {
                    answered++;
                }
            }
        }
        return answered;
    }

    @Test
    void shouldEndAnIterationAfterItsFramesAndOnlyOnce() throws Exception {
        start();
        int frames = 500;
        ByteBuffer stream = ByteBuffer.allocate(frames * FrameHeader.HEADER_LENGTH);
        for (int i = 0; i < frames; i++) {
            stream.put(RawPeer.request(Opcode.PING, i, NONE, NONE));
        }
        try (RawPeer peer = greeted()) {
            int before = handler.iterations.get();
            peer.send(stream.array());
            for (int i = 0; i < frames; i++) {
                assertThat(peer.read().requestId()).isEqualTo(i);
            }
            assertThat(handler.framesSinceIteration).hasValue(0);
            assertThat(handler.iterations.get() - before).isPositive().isLessThan(frames / 4);
        }
    }

    @Test
    void shouldHoldRepliesUntilTheirTicketIsReleased() throws Exception {
        start();
        try (RawPeer peer = greeted();
                RawPeer other = greeted()) {
            peer.send(RawPeer.request(Opcode.RENAME, 1, NONE, NONE));
            Eventually.isTrue("first ticket", () -> handler.lastTicket.get() == 1);
            peer.send(RawPeer.request(Opcode.RENAME, 2, NONE, NONE));
            Eventually.isTrue("second ticket", () -> handler.lastTicket.get() == 2);
            assertThat(other.ask(Opcode.PING, 9, NONE, NONE).requestId()).isEqualTo(9);
            assertThat(metrics.value(TransportCounter.FRAMES_SENT)).isEqualTo(5);
            handler.openGate(1);
            assertThat(peer.read().requestId()).isEqualTo(1);
            // What is answered behind a held reply does not overtake it.
            peer.send(RawPeer.request(Opcode.PING, 3, NONE, NONE));
            Eventually.isTrue("third answered", () -> metrics.value(TransportCounter.FRAMES_SENT) == 6);
            handler.openGate(2);
            assertThat(peer.read().requestId()).isEqualTo(2);
            assertThat(peer.read().requestId()).isEqualTo(3);
        }
    }

    @Test
    void shouldDropHeldRepliesWhenThePeerDies() throws Exception {
        start();
        RawPeer peer = greeted();
        peer.send(RawPeer.request(Opcode.RENAME, 1, NONE, NONE));
        Eventually.isTrue("ticket", () -> handler.lastTicket.get() == 1);
        peer.abort();
        awaitClosed(CloseReason.PEER);
        handler.openGate(1);
        try (RawPeer other = greeted()) {
            assertThat(other.ask(Opcode.PING, 9, NONE, NONE).requestId()).isEqualTo(9);
        }
    }

    @Test
    void shouldSurviveAHandlerThatThrows() throws Exception {
        start();
        try (RawPeer peer = greeted();
                RawPeer other = greeted()) {
            RawPeer.Reply reply = peer.ask(Opcode.STAT, 1, NONE, NONE);
            assertThat(reply.status()).isEqualTo(Status.INTERNAL);
            assertThat(peer.read()).isNull();
            assertThat(other.ask(Opcode.PING, 1, NONE, NONE).status()).isEqualTo(Status.OK);
        }
        assertThat(metrics.value(TransportCounter.HANDLER_FAILURES)).isEqualTo(1);
    }

    @Test
    void shouldLetNoReplyGoWhenTheIterationCouldNotBeEnded() throws Exception {
        start();
        try (RawPeer peer = greeted();
                RawPeer other = greeted()) {
            assertThat(peer.ask(Opcode.DELETE, 1, NONE, NONE)).isNull();
            assertThat(other.ask(Opcode.PING, 1, NONE, NONE).status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void shouldSendWhatWasRepliedBeforeTheHandlerCloses() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            peer.send(RawPeer.request(Opcode.READ, 1, ints(ScriptedHandler.PATTERN_BYTES), NONE));
            peer.send(RawPeer.request(Opcode.LIST, 2, NONE, NONE));
            assertThat(peer.read().payload()).hasSize(ScriptedHandler.PATTERN_BYTES);
            assertThat(peer.read().requestId()).isEqualTo(2);
            assertThat(peer.read()).isNull();
        }
        awaitClosed(CloseReason.SERVER);
    }

    @Test
    void shouldEndItsConnectionsWhenClosed() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            server.close();
            assertThat(peer.read()).isNull();
        }
        awaitClosed(CloseReason.SERVER);
    }

    @Test
    void shouldCostNoCpuWhenIdle() throws Exception {
        start();
        try (RawPeer peer = greeted()) {
            long before = cpuNanosOf("contract");
            Eventually.isTrue("some time passes", elapsed(Duration.ofMillis(500)));
            assertThat(cpuNanosOf("contract") - before)
                    .isLessThan(Duration.ofMillis(25).toNanos());
            assertThat(peer.ask(Opcode.PING, 1, NONE, NONE).requestId()).isEqualTo(1);
        }
    }

    private static BooleanSupplier elapsed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() - end >= 0;
    }

    private static long cpuNanosOf(String threadName) {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(threadName)) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.threadId()));
            }
        }
        assertThat(sum).isPositive();
        return sum;
    }
}
