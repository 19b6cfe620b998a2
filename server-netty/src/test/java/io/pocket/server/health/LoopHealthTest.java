package io.pocket.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopHealthTest {
    private final LoopHealth health = new LoopHealth(Duration.ofMillis(50));

    @Test
    void shouldBeReadyOnlyWhenItServesAndIsRegistered() {
        assertThat(health.unreadiness()).contains("starting");
        health.serves(Runnable::run);
        assertThat(health.unreadiness()).contains("unregistered");
        health.registered();
        assertThat(health.unreadiness()).isEmpty();
    }

    @Test
    void shouldNotBeReadyWhileItDrains() {
        health.serves(Runnable::run);
        health.registered();

        health.drains(true);
        assertThat(health.unreadiness()).contains("draining");
        health.drains(false);
        assertThat(health.unreadiness()).isEmpty();
        health.leaves();
        health.drains(false);
        assertThat(health.unreadiness()).as("for the rest of its life").contains("draining");
        health.stops();
        assertThat(health.unreadiness()).contains("stopping");
        assertThat(health.sickness()).isEmpty();
    }

    @Test
    void shouldLiveWhileTheLoopAnswersAndQueueNoMoreThanOneTask() {
        Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
        assertThat(health.sickness()).as("it may start as long as it likes").isEmpty();
        health.serves(loop::add);

        assertThat(health.sickness()).contains("stuck");
        assertThat(health.sickness()).contains("stuck");
        assertThat(loop).hasSize(1);
        loop.remove().run();
        health.serves(Runnable::run);

        assertThat(health.sickness()).isEmpty();
    }

    @Test
    void shouldRecoverWithItsLoop() {
        Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
        health.serves(task -> {
            if (!loop.isEmpty()) {
                task.run();
            }
            loop.add(task);
        });

        assertThat(health.sickness()).contains("stuck");
        loop.peek().run();

        assertThat(health.sickness()).isEmpty();
    }

    @Test
    void shouldBeSickWhenItsLoopHasEndedButNotWhileItStops() {
        health.serves(task -> {
            throw new RejectedExecutionException("the loop has ended");
        });

        assertThat(health.sickness()).contains("stuck");
        health.stops();
        assertThat(health.sickness()).isEmpty();
    }
}
