package io.pocket.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.Checksum;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningChecksumTest {
    private static final int START = 7;
    private static final int LENGTH = 1_000_003;

    private final RunningChecksum checksum = new RunningChecksum();
    private final ByteBuffer bytes = random();

    private static ByteBuffer random() {
        byte[] content = new byte[START + LENGTH + 5];
        new Random(5).nextBytes(content);
        return ByteBuffer.wrap(content);
    }

    private int expected() {
        return Checksum.crc32c(bytes.slice(START, LENGTH));
    }

    @Test
    void shouldBeTheSameHoweverTheBytesArrive() {
        Random random = new Random(6);
        for (int round = 0; round < 20; round++) {
            checksum.restart();
            for (int arrived = 0; arrived < LENGTH; arrived += random.nextInt(300_000)) {
                while (random.nextBoolean() && checksum.step(bytes, START, START + arrived)) {
                    assertThat(bytes.position()).isZero();
                }
            }
            assertThat(checksum.of(bytes, START, START + LENGTH)).isEqualTo(expected());
        }
    }

    @Test
    void shouldTakeSmallStepsUntilAllIsTaken() {
        int steps = 0;
        while (checksum.step(bytes, START, START + LENGTH)) {
            steps++;
        }
        bytes.put(START, (byte) ~bytes.get(START));

        assertThat(steps).isEqualTo((LENGTH + (128 << 10) - 1) / (128 << 10));
        assertThat(checksum.of(bytes, START, START + LENGTH))
                .as("taken before the byte changed")
                .isNotEqualTo(expected());
    }

    @Test
    void shouldForgetWhatItHasTaken() {
        checksum.step(bytes, 0, bytes.limit());

        checksum.restart();

        assertThat(checksum.of(bytes, START, START + LENGTH)).isEqualTo(expected());
    }
}
