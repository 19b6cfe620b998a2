package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
    static {
        LeakWatch.install();
    }

    @Test
    void shouldNoticeABufferThatIsDroppedWithoutRelease() {
        List<String> found = new ArrayList<>();
        Eventually.isTrue("the leak is reported", () -> {
            dropOne();
            found.addAll(LeakWatch.leaks());
            return !found.isEmpty();
        });
        Eventually.isTrue("all are reported", () -> LeakWatch.leaks().isEmpty());
        assertThat(found.getFirst()).contains("ByteBuf");
    }

    private static void dropOne() {
        assertThat(ByteBufAllocator.DEFAULT.directBuffer(32).refCnt()).isEqualTo(1);
    }
}
