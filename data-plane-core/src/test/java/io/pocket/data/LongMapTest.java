package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {

    @Test
    void shouldAgreeWithAHashMap() {
        LongMap<String> map = new LongMap<>();
        Map<Long, String> model = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            // Few keys, many of them colliding: runs form and are cut.
            long key = (long) random.nextInt(300) << (random.nextBoolean() ? 0 : 40);
            if (random.nextInt(5) < 3) {
                map.put(key, "v" + i);
                model.put(key, "v" + i);
            } else {
                assertThat(map.remove(key)).isEqualTo(model.remove(key));
            }
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.size()).isEqualTo(model.size());
        }
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        int[] visited = {0};
        map.forEach(value -> visited[0]++);
        assertThat(visited[0]).isEqualTo(model.size());
    }
}
