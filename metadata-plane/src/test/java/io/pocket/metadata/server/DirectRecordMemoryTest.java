package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectRecordMemoryTest {
    private final DirectRecordMemory memory = new DirectRecordMemory(64 << 20);

    @Test
    void shouldGivePiecesOfTheirOwnHoweverFastTheyAreTaken() {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ByteBuffer piece = memory.take();
            assertThat(piece.capacity()).isEqualTo(memory.pieceBytes());
            assertThat(piece.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(piece.mismatch(ByteBuffer.allocate(memory.pieceBytes())))
                    .as("all zero")
                    .isNegative();
            piece.putInt(0, i + 1).putInt(memory.pieceBytes() - Integer.BYTES, i + 1);
            pieces.add(piece);
        }
        for (int i = 0; i < pieces.size(); i++) {
            assertThat(pieces.get(i).getInt(0)).isEqualTo(i + 1);
            assertThat(pieces.get(i).getInt(memory.pieceBytes() - Integer.BYTES))
                    .isEqualTo(i + 1);
        }
    }
}
