package io.pocket.control.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.metrics.ControllerMeter;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the last {@value #KEPT} decisions in memory, and writes all of them to the process's log. Thread-safe. */
@Component
public final class DecisionLog {

    /** An hour of a busy cluster; older ones are in the process's log. */
    static final int KEPT = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Deque<Decision> kept = new ArrayDeque<>();
    private long lastNumber;

    public DecisionLog(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        this.registry = registry;
    }

    /** Notes a decision that needs no figures. */
    public Decision note(DecisionKind kind, String subject, String reason) {
        return note(kind, subject, reason, Map.of());
    }

    /**
     * Notes a decision.
     *
     * @param inputs in the order in which they are to be shown
     */
    public Decision note(DecisionKind kind, String subject, String reason, Map<String, Object> inputs) {
        Decision decision = keep(kind, subject, reason, inputs);
        ControllerMeter.DECISIONS.counter(registry, "kind", kind.label()).increment();
        LOG.info("{} {}: {} {}", kind.label(), subject, reason, decision.inputs());
        return decision;
    }

    private synchronized Decision keep(DecisionKind kind, String subject, String reason, Map<String, Object> inputs) {
        lastNumber++;
        Decision decision = new Decision(lastNumber, clock.instant(), kind, subject, reason, inputs);
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(decision);
        return decision;
    }

    /**
     * What was decided, oldest first.
     *
     * @param after only decisions with a higher number than this
     * @param limit the newest so many of them
     */
    public synchronized List<Decision> after(long after, int limit) {
        List<Decision> later =
                kept.stream().filter(decision -> decision.number() > after).toList();
        return later.subList(Math.max(0, later.size() - limit), later.size());
    }
}
