package io.pocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightMapTest {
    /** ORIGINAL.md §8.3 row 19: a mask of more than 36 nodes ended the namenode's thread. */
    @Test
    void shouldCarryAsManyMembersAsItPromises() throws ProtocolException {
        WeightMap map = mapOf(WeightMap.MAX_MEMBERS);
        ByteBuffer body = ByteBuffer.allocate(map.length()).order(ByteOrder.LITTLE_ENDIAN);
        map.write(new BodyWriter(body));

        assertThat(body.flip().remaining()).isLessThan(FrameHeader.MAX_BODY_LENGTH);
        assertThat(WeightMap.read(new BodyReader(body))).isEqualTo(map);
        assertThatThrownBy(() -> mapOf(WeightMap.MAX_MEMBERS + 1)).hasMessageContaining("513");
    }

    private static WeightMap mapOf(int members) {
        return new WeightMap(
                1,
                List.of(Tier.DRAM),
                IntStream.range(0, members)
                        .mapToObj(i -> new WeightMap.Member(i, i, Tier.DRAM, 1, "node-" + i + ".pocket.svc:7200"))
                        .toList());
    }
}
