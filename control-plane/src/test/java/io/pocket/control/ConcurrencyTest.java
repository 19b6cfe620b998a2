package io.pocket.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.ControllerUnderTest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ConcurrencyTest {

    private static final int CALLERS = 12;
    private static final int JOBS_EACH = 5;
    /** Fewer than there are callers: some registrations must be refused, and none may take more than there is. */
    private static final int JOBS_THAT_FIT = 10;

    @TempDir
    Path dataDir;

    @Test
    void shouldGiveUniqueNumbersAndHoldNothingInTheEnd() throws Exception {
        try (ControllerUnderTest controller = start();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            Collection<Long> numbers = new ConcurrentLinkedQueue<>();
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> registerAndDrop(controller, numbers)));
            }
            await(all);

            assertThat(numbers).hasSizeGreaterThanOrEqualTo(JOBS_THAT_FIT).doesNotHaveDuplicates();
            assertThat(controller.get("/api/v1/jobs").json()).isEmpty();
            JsonNode dram = controller.get("/api/v1/tiers").json().get(0);
            assertThat(dram.get("guaranteedBytes").asLong()).isZero();
        }
    }

    private ControllerUnderTest start() throws IOException {
        ControllerUnderTest controller = ControllerUnderTest.start(
                dataDir,
                Map.of(
                        "pocket.controller.jobs.registration-timeout",
                        "10s",
                        "pocket.controller.jobs.drop-timeout",
                        "10s"));
        controller.addShard(5, 7000);
        controller.addNode(11, 7001, 100L * JOBS_THAT_FIT);
        return controller;
    }

    private static void registerAndDrop(ControllerUnderTest controller, Collection<Long> numbers) {
        for (int i = 0; i < JOBS_EACH; i++) {
            Answer answer = controller.post("/api/v1/jobs", "{\"name\":\"burst\",\"hints\":{\"capacityBytes\":100}}");
            assertThat(controller
                            .get("/api/v1/tiers")
                            .json()
                            .get(0)
                            .get("guaranteedBytes")
                            .asLong())
                    .isLessThanOrEqualTo(100L * JOBS_THAT_FIT);
            if (answer.status() == 507) {
                continue;
            }
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            numbers.add(answer.json().get("number").asLong());
            String path = "/api/v1/jobs/" + answer.json().get("id").asString();
            assertThat(controller.delete(path).status()).isEqualTo(200);
        }
    }

    private static void await(List<Future<?>> all) throws InterruptedException, ExecutionException, TimeoutException {
        for (Future<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
    }
}
