package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.BatchResults;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What batches are for: a thousand small objects at once against one by one, in turns, so that a change of the machine's load meets both. */
@Tag("slow")
class BatchRateTest {
    private static final int OBJECTS = 1_000;
    private static final int LENGTH = 1_024;
    private static final int WARM_UPS = 15;
    private static final int ROUNDS = 21;

    private final Map<String, byte[]> objects = new HashMap<>();

    private static double median(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static double compare(String what, Runnable together, Runnable oneByOne) {
        List<Long> batch = new ArrayList<>();
        List<Long> single = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            long batchNanos = time(together);
            long singleNanos = time(oneByOne);
            if (round >= 0) {
                batch.add(batchNanos);
                single.add(singleNanos);
            }
        }
        double ratio = median(single) / median(batch);
        System.out.printf(
                "%s of %d x %d B: together %.2f ms (%.0f objects/s), one by one %.2f ms (%.0f objects/s), ratio %.1f%n",
                what,
                OBJECTS,
                LENGTH,
                median(batch),
                OBJECTS / median(batch) * 1e3,
                median(single),
                OBJECTS / median(single) * 1e3,
                ratio);
        return ratio;
    }

    @Test
    void shouldBeFiveTimesAsQuickTogetherAsOneByOne() {
        byte[] content = new byte[LENGTH];
        new Random(1).nextBytes(content);
        for (int i = 0; i < OBJECTS; i++) {
            objects.put("rate/" + i, content);
        }
        List<String> names = List.copyOf(objects.keySet());
        try (TestCluster cluster = TestCluster.start(1, 64L << 20)) {
            JobTicket job = cluster.register("rate");
            try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
                double puts = compare(
                        "put",
                        () -> assertThat(pocket.putAll(objects).isAllOk()).isTrue(),
                        () -> names.forEach(name -> pocket.put(name, content)));
                double gets = compare("get", () -> getAll(pocket, names, content), () -> names.forEach(pocket::get));
                assertThat(gets).isGreaterThanOrEqualTo(5);
                assertThat(puts).isGreaterThanOrEqualTo(2);
            }
        }
    }

    private static void getAll(PocketClient pocket, List<String> names, byte[] content) {
        BatchResults<byte[]> got = pocket.getAll(names).orThrow();
        assertThat(Arrays.equals(got.of(names.getFirst()).value(), content)).isTrue();
    }
}
