package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.PodTemplate;
import java.util.Map;
import java.util.Objects;

/** The number of a controller among those that have led, as PodTemplates carry it. */
final class Epoch {

    private Epoch() {}

    /** 0 where there is none, or no number. */
    static long of(PodTemplate template) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
        String text = annotations.getOrDefault(Names.LEADER_EPOCH, "0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
