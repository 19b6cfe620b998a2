package io.pocket.data.nativeplane.dpdk.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    private final Random random = new Random(42);

    @Test
    void shouldAgreeWithTheDefinitionAtEachLengthAndOffset() {
        byte[] bytes = new byte[300];
        for (int length = 0; length < 200; length++) {
            random.nextBytes(bytes);
            int from = random.nextInt(100);

            int found = InternetChecksum.of(InternetChecksum.sum(MemorySegment.ofArray(bytes), from, length));

            assertThat(found).isEqualTo(Frames.checksum(bytes, from, length, 0));
        }
    }

    @Test
    void shouldCarryThroughBytesThatAreAllOnes() {
        byte[] ones = new byte[65_535];
        Arrays.fill(ones, (byte) 0xff);

        assertThat(InternetChecksum.of(InternetChecksum.sum(MemorySegment.ofArray(ones), 0, ones.length)))
                .isEqualTo(Frames.checksum(ones, 0, ones.length, 0));
    }

    @Test
    void shouldNoticeEachFlippedBit() {
        byte[] bytes = Frames.ipv4(17, Frames.PEER, Frames.US.address().value(), new byte[0]);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThat(InternetChecksum.isRight(InternetChecksum.sum(MemorySegment.ofArray(bytes), 0, bytes.length)))
                    .isFalse();

            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertThat(InternetChecksum.isRight(InternetChecksum.sum(MemorySegment.ofArray(bytes), 0, bytes.length)))
                .isTrue();
    }

    @Test
    void shouldStayRightWhenAWordIsReplaced() {
        for (int round = 0; round < 10_000; round++) {
            byte[] message = new byte[10];
            random.nextBytes(message);
            message[2] = 0;
            message[3] = 0;
            int checksum = Frames.checksum(message, 0, message.length, 0);
            int oldWord = ((message[0] & 0xff) << 8) | (message[1] & 0xff);
            int newWord = round % 3 == 0 ? 0 : random.nextInt(0x1_0000);

            int updated = InternetChecksum.updated(checksum, oldWord, newWord);

            message[0] = (byte) (newWord >>> 8);
            message[1] = (byte) newWord;
            message[2] = (byte) (updated >>> 8);
            message[3] = (byte) updated;
            assertThat(InternetChecksum.isRight(InternetChecksum.sum(MemorySegment.ofArray(message), 0, 10)))
                    .isTrue();
        }
    }
}
