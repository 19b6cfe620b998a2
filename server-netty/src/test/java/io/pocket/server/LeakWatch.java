package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Has Netty watch every buffer, and keeps what it finds leaked. Must be installed before the first buffer class is loaded. */
final class LeakWatch {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    private LeakWatch() {}

    static void install() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // abstract all the same
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Recorder<>(resource, samplingInterval);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
                return new Recorder<>(resource, samplingInterval);
            }
        });
    }

    /** Collects garbage, lets Netty look, and fails if a buffer was dropped without being released. */
    static void assertNoLeak() {
        assertThat(leaks()).isEmpty();
    }

    /** What was found since the last call. */
    static List<String> leaks() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            provokeReports();
        }
        List<String> found = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            found.add(leak);
        }
        return found;
    }

    /** Leaks are found when the next buffer is tracked. */
    private static void provokeReports() {
        List<ByteBuf> buffers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            buffers.add(ByteBufAllocator.DEFAULT.directBuffer(16));
        }
        buffers.forEach(ByteBuf::release);
    }

    /** Reports into the list rather than the log. */
    private static final class Recorder<T> extends ResourceLeakDetector<T> {
        Recorder(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + " " + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
        }
    }
}
