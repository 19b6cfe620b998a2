package io.pocket.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every frame, held by {@code golden/frames.txt}. A difference is a change of the protocol: it needs a new
 * version or feature bit, then {@code -Dgolden.write=true} writes the file anew for review as a diff.
 */
class GoldenFramesTest {
    private static final String RESOURCE = "/golden/frames.txt";
    private static final long REQUEST_ID = 0x0807060504030201L;

    @Test
    void shouldNotMoveAByte() throws IOException {
        String actual = render();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources" + RESOURCE), actual);
        }
        try (InputStream golden = GoldenFramesTest.class.getResourceAsStream(RESOURCE)) {
            assertThat(golden).as(RESOURCE).isNotNull();
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String render() {
        Map<String, String> frames = new TreeMap<>();
        SampleMessages.requests().forEach((opcode, request) -> {
            frames.put(opcode + " request", hex(request, null));
        });
        SampleMessages.responses()
                .forEach((opcode, response) -> frames.put(opcode + " response", hex(opcode, Status.OK, response)));
        frames.put("PING request with trace", hex(new Ping(), new TraceContext(1, 2, 3, (byte) 1)));
        frames.put("LOOKUP error response", hex(Opcode.LOOKUP, Status.BUSY, SampleMessages.error()));
        StringBuilder text = new StringBuilder();
        frames.forEach((name, hex) -> text.append(name).append('\n').append(hex).append('\n'));
        return text.toString();
    }

    private static String hex(Request request, TraceContext trace) {
        ByteBuffer frame = buffer(Frames.requestLength(request, trace));
        Frames.writeRequest(frame, request, REQUEST_ID, 1500, trace, 0, new BodyWriter(frame));
        return hex(frame);
    }

    private static String hex(Opcode opcode, Status status, Response response) {
        ByteBuffer frame = buffer(Frames.responseLength(response));
        Frames.writeResponse(frame, opcode.code(), REQUEST_ID, status, 25, 0, response, 0, new BodyWriter(frame));
        return hex(frame);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String hex(ByteBuffer frame) {
        assertThat(frame.hasRemaining()).isFalse();
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        String digits = HexFormat.of().formatHex(bytes);
        return digits.replaceAll("(.{64})(?=.)", "$1\n");
    }
}
