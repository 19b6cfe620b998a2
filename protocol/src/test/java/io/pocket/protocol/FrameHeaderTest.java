package io.pocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {
    private final ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void shouldReadBackARequestHeader() throws ProtocolException {
        FrameHeader.writeRequest(frame, 3, Opcode.WRITE, 42, 1500, FrameHeader.FLAG_TRACE, 20, 4096);

        FrameHeader.validate(frame, 3, FrameHeader.MAX_FRAME_LENGTH);
        assertThat(FrameHeader.frameLength(frame, 3))
                .isEqualTo(FrameHeader.HEADER_LENGTH + TraceContext.LENGTH + 20 + 4096);
        assertThat(FrameHeader.opcode(frame, 3)).isEqualTo(Opcode.WRITE.code());
        assertThat(FrameHeader.requestId(frame, 3)).isEqualTo(42);
        assertThat(FrameHeader.deadlineMillis(frame, 3)).isEqualTo(1500);
        assertThat(FrameHeader.bodyLength(frame, 3)).isEqualTo(20);
        assertThat(FrameHeader.payloadLength(frame, 3)).isEqualTo(4096);
        assertThat(FrameHeader.isResponse(FrameHeader.flags(frame, 3))).isFalse();
    }

    @Test
    void shouldReadBackAResponseHeader() {
        FrameHeader.writeResponse(frame, 0, Opcode.READ.code(), 43, Status.QUOTA_EXCEEDED, 70_000, 0, 5, 6);

        assertThat(Status.of(FrameHeader.statusCode(frame, 0))).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(FrameHeader.retryAfterMillis(frame, 0)).isEqualTo(0xffff);
        assertThat(FrameHeader.isResponse(FrameHeader.flags(frame, 0))).isTrue();
        assertThat(FrameHeader.payloadLength(frame, 0)).isEqualTo(6);
    }

    @Test
    void shouldRefuseAFrameLongerThanAllowed() {
        FrameHeader.writeRequest(frame, 0, Opcode.WRITE, 1, 0, 0, 0, 1000);

        assertThatThrownBy(() -> FrameHeader.validate(frame, 0, 1000))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("1024");
    }

    @Test
    void shouldRefuseWhateverIsNoHeader() {
        Random random = new Random(1);
        byte[] noise = new byte[FrameHeader.HEADER_LENGTH];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(noise);
            noise[FrameHeader.MAGIC_OFFSET] = random.nextBoolean() ? FrameHeader.MAGIC : 0;
            requireSoundIfAccepted(ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static void requireSoundIfAccepted(ByteBuffer header) {
        try {
            FrameHeader.validate(header, 0, FrameHeader.MAX_FRAME_LENGTH);
            assertThat(FrameHeader.payloadLength(header, 0)).isBetween(0, FrameHeader.MAX_FRAME_LENGTH);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
