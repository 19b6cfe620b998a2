package io.pocket.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkPartTest {
    private static final int MESSAGES = 20_000;

    private final ChunkPart part = new ChunkPart();

    @Test
    void shouldAgreeWithTheMessagesOnAnyBytes() {
        Random random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(30) : 20];
            random.nextBytes(bytes);

            assertThat(decodedInPlace(bytes))
                    .isEqualTo(decoded(Opcode.READ, bytes))
                    .isEqualTo(decoded(Opcode.WRITE, bytes));
        }
    }

    private static String decoded(Opcode opcode, byte[] bytes) {
        try {
            Request request = Request.decode(opcode, little(bytes));
            if (request instanceof Read read) {
                return text(read.chunk(), read.offset(), read.readLength());
            }
            Write write = (Write) request;
            return text(write.chunk(), write.offset(), write.declaredLength());
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    private String decodedInPlace(byte[] bytes) {
        try {
            part.decode(little(bytes));
            return text(new ChunkId(part.upload(), part.sequence()), part.offset(), part.lengthBytes());
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    private static String text(ChunkId chunk, int offset, int lengthBytes) {
        return chunk + " " + offset + " " + lengthBytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
