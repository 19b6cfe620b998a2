package io.pocket.control.kubernetes;

import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.scale.MemberState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Notes in the decision log how pods fare, once for each change. Used by one thread. */
final class PodChanges {

    private final DecisionLog decisions;
    private final long warnAfterNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String tierName, String pod, MemberState state, long sinceNanos, boolean warned) {}

    PodChanges(DecisionLog decisions, Duration slowWarning, LongSupplier nanoTime) {
        this.decisions = decisions;
        this.warnAfterNanos = slowWarning.toNanos();
        this.nanoTime = nanoTime;
    }

    /** These are all pods of the tier. */
    void note(String tierName, List<PodView> pods) {
        Set<String> present = new HashSet<>();
        for (PodView pod : pods) {
            present.add(pod.uid());
            seen.compute(pod.uid(), (uid, former) -> next(tierName, pod, former));
        }
        seen.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue().tierName().equals(tierName) && !present.contains(entry.getKey());
            if (gone) {
                decisions.note(DecisionKind.OBSERVE, entry.getValue().pod(), "it is gone");
            }
            return gone;
        });
    }

    private Seen next(String tierName, PodView pod, Seen former) {
        long now = nanoTime.getAsLong();
        if (former == null || former.state() != pod.state()) {
            decisions.note(DecisionKind.OBSERVE, pod.name(), sentence(pod), inputs(pod));
            return new Seen(tierName, pod.name(), pod.state(), now, false);
        }
        boolean overdue = pod.state() != MemberState.READY && now - former.sinceNanos() > warnAfterNanos;
        if (overdue && !former.warned()) {
            decisions.note(DecisionKind.OBSERVE, pod.name(), "for too long: " + sentence(pod), inputs(pod));
        }
        return new Seen(tierName, pod.name(), pod.state(), former.sinceNanos(), former.warned() || overdue);
    }

    private static String sentence(PodView pod) {
        return switch (pod.state()) {
            case PENDING -> "it waits for the scheduler";
            case UNSCHEDULABLE -> "no machine has room for it: add one with the label that its tier asks for";
            case STARTING -> "it has a machine and is coming up";
            case READY -> "it serves";
            case UNREADY -> "its process runs, but is not ready";
            case RETIRING -> "it takes nothing new: " + pod.retiring().orElse("");
            case ENDING -> "it was told to end";
            case FAILED -> "it has ended by itself";
        };
    }

    private static Map<String, Object> inputs(PodView pod) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("state", pod.state().label());
        if (!pod.detail().isEmpty()) {
            inputs.put("detail", pod.detail());
        }
        return inputs;
    }
}
