package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.LentBytes;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import io.pocket.server.Connection;
import io.pocket.server.PayloadRelease;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ClientPeerTest {

    private final FailingConnection connection = new FailingConnection();
    private final Pieces pieces = new Pieces();

    @Test
    void shouldGiveBackWhatCannotBeSentAndCloseTheConnection() {
        new ClientPeer(connection).lend(1, pieces);
        assertThat(pieces.released).isEqualTo(1);
        assertThat(connection.closed).isTrue();
        assertThat(connection.pieces).isEqualTo(2);
    }

    @Test
    void shouldGiveBackOnceWhenTheConnectionFailsAfterItHasDone() {
        connection.releasesFirst = true;
        new ClientPeer(connection).lend(1, pieces);
        assertThat(pieces.released).isEqualTo(1);
        assertThat(connection.closed).isTrue();
    }

    private static final class Pieces implements LentBytes {

        private int released;

        @Override
        public int pieces() {
            return 2;
        }

        @Override
        public ByteBuffer piece(int index) {
            return ByteBuffer.allocateDirect(8);
        }

        @Override
        public void release() {
            released++;
        }
    }

    private static final class FailingConnection implements Connection {

        private boolean releasesFirst;
        private boolean closed;
        private int pieces;

        @Override
        public void replyLending(
                int opcode, long requestId, int flags, Response body, ByteBuffer[] lent, PayloadRelease release) {
            pieces = lent.length;
            if (releasesFirst) {
                release.released();
            }
            throw new OutOfMemoryError("direct memory, says the test");
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String peer() {
            return "test";
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void authenticated() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resumeReading() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long pendingOutputBytes() {
            return 0;
        }

        @Override
        public void reply(int opcode, long requestId, Status status, int retryAfterMillis, int flags, Response body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void replyCopying(int opcode, long requestId, int flags, Response body, ByteBuffer payload) {
            throw new UnsupportedOperationException();
        }
    }
}
