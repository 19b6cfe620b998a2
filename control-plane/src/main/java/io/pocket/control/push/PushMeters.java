package io.pocket.control.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.metrics.ControllerMeter;
import java.util.concurrent.TimeUnit;

/** Counts and times pushes. */
final class PushMeters {

    private static final String MESSAGE = "message";

    private final MeterRegistry registry;

    PushMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void acknowledged(Topic topic, long nanos) {
        ControllerMeter.PUSH_LATENCY.timer(registry, MESSAGE, topic.label()).record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(Topic topic) {
        ControllerMeter.PUSH_FAILURES.counter(registry, MESSAGE, topic.label()).increment();
    }
}
