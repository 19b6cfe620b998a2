package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BdevLabelTest {

    private static final BdevLabel LABEL = new BdevLabel(new BdevLabel.Identity(-1, 42), 8 << 20);

    private final ByteBuffer block = ByteBuffer.allocateDirect(4096);

    @Test
    void shouldReadBackWhatWasWritten() {
        LABEL.write(block);

        assertThat(BdevLabel.read(block)).contains(LABEL);
        assertThat(BdevLabel.Identity.parse(LABEL.identity().toString())).contains(LABEL.identity());
    }

    @Test
    void shouldNotTakeOtherBytesForALabel() {
        assertThat(BdevLabel.read(block)).isEmpty();
        for (int at : new int[] {0, 7, 8, 16, 31, 39, 40, 43}) {
            LABEL.write(block);
            block.put(at, (byte) (block.get(at) ^ 1));
            assertThat(BdevLabel.read(block)).as("with byte %d changed", at).isEmpty();
        }
    }

    @Test
    void shouldNotTakeOtherTextForAnIdentity() {
        assertThat(BdevLabel.Identity.parse("")).isEmpty();
        assertThat(BdevLabel.Identity.parse("x".repeat(32))).isEmpty();
    }
}
