package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Remembers what a core says to one connection; holds lent bytes until told to release them. */
final class RecordedPeer implements NodePeer {

    record Reply(Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body) {}

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final Deque<LentBytes> lent = new ArrayDeque<>();
    private boolean authenticated;
    private int resumes;

    @Override
    public void authenticated() {
        authenticated = true;
    }

    @Override
    public void reply(Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body) {
        replies.add(new Reply(opcode, requestId, status, retryAfterMillis, body));
    }

    @Override
    public void lend(long requestId, LentBytes bytes) {
        replies.add(new Reply(Opcode.READ, requestId, Status.OK, 0, Answers.EMPTY));
        lent.add(bytes);
    }

    @Override
    public void resume() {
        resumes++;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    int resumes() {
        return resumes;
    }

    boolean isSilent() {
        return replies.isEmpty();
    }

    /** The only reply since the last call. */
    Reply takeReply() {
        assertThat(replies).hasSize(1);
        return replies.poll();
    }

    Status takeStatus() {
        return takeReply().status();
    }

    /** What the oldest lent bytes hold now. */
    byte[] lentContent() {
        LentBytes bytes = lent.peek();
        int length = 0;
        for (int i = 0; i < bytes.pieces(); i++) {
            length += bytes.piece(i).remaining();
        }
        ByteBuffer content = ByteBuffer.allocate(length);
        for (int i = 0; i < bytes.pieces(); i++) {
            content.put(bytes.piece(i).duplicate());
        }
        return content.array();
    }

    LentBytes releaseLent() {
        LentBytes released = lent.poll();
        released.release();
        return released;
    }
}
