package io.pocket.server;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Empty;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A core that does what the request's opcode and the first number of its body say.
 *
 * <pre>
 *   HELLO   authenticates                    LOOKUP  is answered when the test says so
 *   PING    echoes body and payload          STAT    throws
 *   READ n  lends n bytes of the pattern     LIST    answers, then closes the connection
 *   WRITE   see {@link WriteMode}            RENAME  answers under a ticket
 * </pre>
 */
final class ScriptedHandler implements FrameHandler<ScriptedHandler.Session> {
    /** How a WRITE's payload is taken. */
    enum WriteMode {
        SINK,
        DISCARD,
        NOT_NOW_FIRST,
        DISCARD_AFTER_FIRST_PIECE,
        NOT_NOW_AFTER_FIRST_PIECE,
        GATHER
    }

    static final int PATTERN_BYTES = 4 << 20;

    private final Arena memory = Arena.ofShared();
    private final ByteBuffer pattern = pattern();
    final AtomicInteger opened = new AtomicInteger();
    final Queue<CloseReason> closed = new ConcurrentLinkedQueue<>();
    final AtomicInteger lent = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    final AtomicInteger iterations = new AtomicInteger();
    final AtomicInteger framesSinceIteration = new AtomicInteger();
    final AtomicInteger completed = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    final AtomicInteger notNow = new AtomicInteger();
    final AtomicLong lastTicket = new AtomicLong();
    final AtomicInteger foreignThreadCalls = new AtomicInteger();
    private final List<Runnable> parked = new ArrayList<>();
    private final FrameLoop loop;
    private final ReplyGate gate;
    private boolean mayGoOn;
    private boolean ticketDue;
    private boolean failAtIterationEnd;

    ScriptedHandler(FrameLoop loop, ReplyGate gate) {
        this.loop = loop;
        this.gate = gate;
    }

    /** What a connection has. */
    static final class Session {
        final Connection connection;

        Session(Connection connection) {
            this.connection = connection;
        }
    }

    /** Memory of the kind a store lends: of an arena, and gone when that is closed. */
    private ByteBuffer pattern() {
        ByteBuffer bytes = memory.allocate(PATTERN_BYTES).asByteBuffer();
        for (int i = 0; i < PATTERN_BYTES; i++) {
            bytes.put(i, patternByte(i));
        }
        return bytes;
    }

    static byte patternByte(int index) {
        return (byte) (index * 31 + index / 251);
    }

    /** Takes the lent memory away. */
    void close() {
        memory.close();
    }

    /** Answers the parked lookups and lets waiting sinks go on. From any thread. */
    void goOn() {
        loop.execute(() -> {
            mayGoOn = true;
            List<Runnable> due = List.copyOf(parked);
            parked.clear();
            due.forEach(Runnable::run);
        });
    }

    void openGate(long ticket) {
        loop.execute(() -> gate.open(ticket));
    }

    @Override
    public Session open(Connection connection) {
        opened.incrementAndGet();
        return new Session(connection);
    }

    @Override
    public void onFrame(Session session, FrameView header, ByteBuffer body, ByteBuffer payload) {
        if (!loop.inLoop()) {
            foreignThreadCalls.incrementAndGet();
        }
        framesSinceIteration.incrementAndGet();
        Connection to = session.connection;
        int opcode = header.opcode();
        long id = header.requestId();
        switch (Opcode.of(opcode)) {
            case HELLO -> {
                to.authenticated();
                ok(to, opcode, id);
            }
            case PING -> to.replyCopying(opcode, id, 0, new Empty(), joined(body, payload));
            case READ -> lend(to, opcode, id, body.getInt());
            case WRITE -> to.replyCopying(opcode, id, 0, new Empty(), joined(body, payload));
            case LOOKUP -> parked.add(() -> ok(to, opcode, id));
            case STAT -> throw new IllegalStateException("asked to fail");
            case LIST -> {
                ok(to, opcode, id);
                to.close();
            }
            case RENAME -> {
                ticketDue = true;
                ok(to, opcode, id);
            }
            case DELETE -> {
                failAtIterationEnd = true;
                ok(to, opcode, id);
            }
            default -> to.refuse(opcode, id, Status.UNSUPPORTED, "not in this script");
        }
    }

    private static void ok(Connection to, int opcode, long id) {
        to.reply(opcode, id, Status.OK, 0, 0, new Empty());
    }

    private void lend(Connection to, int opcode, long id, int length) {
        lent.incrementAndGet();
        to.replyLending(opcode, id, 0, new Empty(), pieces(length), released::incrementAndGet);
    }

    /** The pattern in one piece, or in three if it is long enough for that. */
    private ByteBuffer[] pieces(int length) {
        if (length < 3) {
            return new ByteBuffer[] {pattern.slice(0, length)};
        }
        int third = length / 3;
        return new ByteBuffer[] {
            pattern.slice(0, third), pattern.slice(third, third), pattern.slice(2 * third, length - 2 * third)
        };
    }

    private static ByteBuffer joined(ByteBuffer body, ByteBuffer payload) {
        return ByteBuffer.allocate(body.remaining() + payload.remaining())
                .put(body)
                .put(payload)
                .flip();
    }

    @Override
    public PayloadSink beginPayload(Session session, FrameView header, ByteBuffer body, int payloadLengthBytes) {
        if (header.opcode() != Opcode.WRITE.code()) {
            return null;
        }
        WriteMode mode = WriteMode.values()[body.getInt()];
        int pieceBytes = body.getInt();
        if (mode == WriteMode.DISCARD) {
            session.connection.refuse(header.opcode(), header.requestId(), Status.FULL, "full");
            return PayloadSink.DISCARD;
        }
        if (mode == WriteMode.NOT_NOW_FIRST && !mayGoOn) {
            notNow.incrementAndGet();
            parked.add(session.connection::resumeReading);
            return PayloadSink.NOT_NOW;
        }
        return mode == WriteMode.GATHER
                ? null
                : new PieceSink(session.connection, header.requestId(), mode, pieceBytes, payloadLengthBytes);
    }

    @Override
    public long onIterationEnd() {
        iterations.incrementAndGet();
        framesSinceIteration.set(0);
        if (failAtIterationEnd) {
            failAtIterationEnd = false;
            throw new IllegalStateException("asked to fail at the end of the iteration");
        }
        if (ticketDue) {
            ticketDue = false;
            return lastTicket.incrementAndGet();
        }
        return LEAVE_NOW;
    }

    @Override
    public void closed(Session session, CloseReason reason) {
        closed.add(reason);
    }

    /** Takes a payload in pieces and sends it back when it is whole. */
    private final class PieceSink implements PayloadSink {
        private final Connection connection;
        private final long requestId;
        private final WriteMode mode;
        private final int pieceBytes;
        private final ByteBuffer received;
        private int pieces;

        PieceSink(Connection connection, long requestId, WriteMode mode, int pieceBytes, int lengthBytes) {
            this.connection = connection;
            this.requestId = requestId;
            this.mode = mode;
            this.pieceBytes = pieceBytes;
            this.received = memory.allocate(lengthBytes).asByteBuffer();
        }

        @Override
        public ByteBuffer target() {
            if (pieces == 1 && mode == WriteMode.DISCARD_AFTER_FIRST_PIECE) {
                connection.refuse(Opcode.WRITE.code(), requestId, Status.IO_ERROR, "the medium failed half-way");
                return DISCARD_REST;
            }
            if (pieces == 1 && mode == WriteMode.NOT_NOW_AFTER_FIRST_PIECE && !mayGoOn) {
                notNow.incrementAndGet();
                parked.add(connection::resumeReading);
                return null;
            }
            int from = pieces * pieceBytes;
            pieces++;
            return received.slice(from, Math.min(pieceBytes, received.capacity() - from));
        }

        @Override
        public void complete() {
            completed.incrementAndGet();
            framesSinceIteration.incrementAndGet();
            connection.replyCopying(Opcode.WRITE.code(), requestId, 0, new Empty(), received.clear());
        }

        @Override
        public void abort() {
            aborted.incrementAndGet();
        }
    }
}
