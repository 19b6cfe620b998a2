package io.pocket.control.decision;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One decision.
 *
 * @param number counts the decisions of this process, from 1
 * @param subject what it is about, such as {@code dram} or {@code pocket-dram-3}
 * @param reason one sentence
 * @param inputs the figures that it was made from, by name
 */
public record Decision(
        long number, Instant at, DecisionKind kind, String subject, String reason, Map<String, Object> inputs) {

    public Decision {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
