package io.pocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PocketGetsTest {
    private static final int SIZE_BYTES = 64;

    private final Key[] keys = Key.many("load", 4);
    private final PocketGets gets = new PocketGets(keys, 2, SIZE_BYTES);
    private final Values values = new Values(SIZE_BYTES);

    @Test
    void shouldAskForTheKeysInTurn() throws ProtocolException {
        ByteBuffer out = buffer();
        gets.ask(out);
        gets.ask(out);
        gets.ask(out);
        out.flip();

        for (int number : new int[] {2, 3, 0}) {
            assertThat(FrameHeader.requestId(out, out.position())).isEqualTo(number);
            assertThat(next(out))
                    .isInstanceOfSatisfying(
                            Lookup.class, lookup -> assertThat(lookup.name()).hasToString(keys[number].text()));
        }
    }

    @Test
    void shouldTakeWholeAnswersInAnyOrderAndLeaveTheRest() throws IOException {
        ByteBuffer in = buffer();
        answer(in, 3, keys[3]);
        answer(in, 2, keys[2]);
        int whole = in.position();
        answer(in, 1, keys[1]);
        in.limit(in.position() - 1).position(0);

        assertThat(gets.take(in)).isEqualTo(2);
        assertThat(in.position()).isEqualTo(whole);
    }

    @Test
    void shouldNoticeTheValueOfAnotherKey() {
        ByteBuffer in = buffer();
        answer(in, 1, keys[2]);

        assertThatThrownBy(() -> gets.take(in.flip())).isInstanceOf(WrongAnswerException.class);
    }

    @Test
    void shouldSayWhatTheShardRefused() {
        ByteBuffer in = buffer();
        respond(in, 1, Status.NOT_FOUND, Frames.error(0, "no such object"), 0);

        assertThatThrownBy(() -> gets.take(in.flip()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NOT_FOUND: no such object");
    }

    @Test
    void shouldNoticeAnObjectThatIsNotInline() {
        ByteBuffer in = buffer();
        respond(in, 1, Status.OK, new ObjectReply(1, 1, SIZE_BYTES, 0, 0, 0, 0, false, List.of()), 0);

        assertThatThrownBy(() -> gets.take(in.flip())).hasMessageContaining("0 inline bytes");
    }

    private void answer(ByteBuffer in, long requestId, Key key) {
        respond(in, requestId, Status.OK, new ObjectReply(1, 1, SIZE_BYTES, 0, 0, 0, 0, true, List.of()), SIZE_BYTES);
        in.put(values.of(key));
    }

    private static void respond(ByteBuffer in, long requestId, Status status, Response body, int payloadLength) {
        Frames.writeResponse(
                in, Opcode.LOOKUP.code(), requestId, status, 0, 0, body, payloadLength, new BodyWriter(in));
    }

    private static Request next(ByteBuffer out) throws ProtocolException {
        int start = out.position();
        int end = start + FrameHeader.frameLength(out, start);
        ByteBuffer body = out.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        body.limit(end).position(start + FrameHeader.HEADER_LENGTH);
        out.position(end);
        return Request.decode(Opcode.LOOKUP, body);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    }
}
