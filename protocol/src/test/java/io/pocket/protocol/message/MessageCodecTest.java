package io.pocket.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodecTest {
    private static final Map<Opcode, Request> REQUESTS = SampleMessages.requests();
    private static final Map<Opcode, Response> RESPONSES = SampleMessages.responses();

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldReadBackTheRequestItWrote(Opcode opcode) throws ProtocolException {
        Request request = REQUESTS.get(opcode);

        assertThat(Request.decode(opcode, bodyOf(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldReadBackTheResponseItWrote(Opcode opcode) throws ProtocolException {
        Response response = RESPONSES.get(opcode);

        assertThat(Response.decode(opcode, Status.OK, bodyOf(response))).isEqualTo(response);
    }

    @Test
    void shouldReadAnErrorWhateverTheOpcode() throws ProtocolException {
        ErrorReply error = SampleMessages.error();

        assertThat(Response.decode(Opcode.LIST, Status.NOT_FOUND, bodyOf(error)))
                .isEqualTo(error);
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldRefuseEveryTruncation(Opcode opcode) {
        ByteBuffer body = bodyOf(REQUESTS.get(opcode));
        for (int length = 0; length < body.capacity(); length++) {
            ByteBuffer cut = body.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(length);
            assertThatThrownBy(() -> Request.decode(opcode, cut)).isInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldRefuseTrailingBytes(Opcode opcode) {
        ByteBuffer body = bodyOf(REQUESTS.get(opcode));
        ByteBuffer longer = ByteBuffer.allocate(body.capacity() + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(body);
        longer.rewind();

        assertThatThrownBy(() -> Request.decode(opcode, longer)).isInstanceOf(ProtocolException.class);
    }

    /** Any bytes at all decode to a message or to a ProtocolException. */
    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldSurviveAnyBytes(Opcode opcode) {
        Random random = new Random(opcode.code());
        for (int i = 0; i < 20_000; i++) {
            decodeOrRefuse(opcode, noise(random), random.nextInt(4) == 0 ? Status.BUSY : Status.OK);
            decodeOrRefuse(opcode, mutant(random, bytesOf(bodyOf(REQUESTS.get(opcode)))), Status.OK);
            decodeOrRefuse(opcode, mutant(random, bytesOf(bodyOf(RESPONSES.get(opcode)))), Status.OK);
        }
    }

    private static void decodeOrRefuse(Opcode opcode, byte[] bytes, Status status) {
        try {
            Request request = Request.decode(opcode, littleEndian(bytes));
            assertThat(bytesOf(bodyOf(request))).isEqualTo(bytes);
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
        try {
            Response response = Response.decode(opcode, status, littleEndian(bytes));
            assertThat(bytesOf(bodyOf(response))).isEqualTo(bytes);
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutant(Random random, byte[] bytes) {
        for (int n = 1 + random.nextInt(3); n > 0 && bytes.length > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] bytesOf(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer bodyOf(Request request) {
        ByteBuffer body = ByteBuffer.allocate(request.bodyLength()).order(ByteOrder.LITTLE_ENDIAN);
        request.writeBody(new BodyWriter(body));
        assertThat(body.hasRemaining()).as("bodyLength of %s", request).isFalse();
        return body.flip();
    }

    private static ByteBuffer bodyOf(Response response) {
        ByteBuffer body = ByteBuffer.allocate(response.bodyLength()).order(ByteOrder.LITTLE_ENDIAN);
        response.writeBody(new BodyWriter(body));
        assertThat(body.hasRemaining()).as("bodyLength of %s", response).isFalse();
        return body.flip();
    }
}
