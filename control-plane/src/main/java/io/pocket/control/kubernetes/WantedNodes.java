package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.PodTemplate;
import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.scale.TierBounds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How many nodes a PodTemplate asks for, and what is made of it. Notes once whatever cannot be done. Used by one thread. */
final class WantedNodes {

    private final DecisionLog decisions;
    private final Map<String, String> lastNoted = new HashMap<>();

    WantedNodes(DecisionLog decisions) {
        this.decisions = decisions;
    }

    /** The number asked for, as far as the tier's bounds allow; the least of them where none is. */
    int of(PodTemplate template, TierBounds bounds) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
        String asked = annotations.get(Names.NODES);
        int wanted = read(asked, bounds);
        note(template.getMetadata().getName(), asked, wanted, bounds);
        return wanted;
    }

    static int read(String asked, TierBounds bounds) {
        boolean number = asked != null && asked.matches("[0-9]{1,6}");
        return number ? bounds.clamp(Integer.parseInt(asked)) : bounds.minNodes();
    }

    private void note(String name, String asked, int wanted, TierBounds bounds) {
        boolean asAsked = asked == null || asked.equals(Integer.toString(wanted));
        String noted = asked + "/" + wanted;
        String former = lastNoted.put(name, noted);
        if (noted.equals(former)) {
            return;
        }
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("asked", asked == null ? "" : asked);
        inputs.put("wanted", wanted);
        inputs.put("minNodes", bounds.minNodes());
        inputs.put("maxNodes", bounds.maxNodes());
        String reason = asAsked
                ? "the tier shall have " + wanted + " nodes"
                : "annotation " + Names.NODES + " must be a number within the tier's bounds; taken is the nearest";
        decisions.note(asAsked ? DecisionKind.SCALE : DecisionKind.REFUSE, name, reason, inputs);
    }
}
