package io.pocket.control.kubernetes;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Own changes that the watch has not told of yet. A plan made before it does would decide from what is known to be out of
 * date: it would take a step twice, or take one back. Used by one thread.
 */
final class Expectations {

    /** What the watch does not tell of within this time has been overtaken by something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;

    /** By name of pod: the version that it must no longer have, empty for one that must be there. */
    private final Map<String, Expected> expected = new HashMap<>();

    private record Expected(String formerVersion, long sinceNanos) {}

    Expectations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void created(String name) {
        expected.put(name, new Expected("", nanoTime.getAsLong()));
    }

    void changed(PodView pod) {
        expected.put(pod.name(), new Expected(pod.version(), nanoTime.getAsLong()));
    }

    /** Whether these pods, all of one tier, are as they are after the changes. */
    boolean areMetBy(List<PodView> pods, String tierName) {
        long now = nanoTime.getAsLong();
        Map<String, String> versions = new HashMap<>();
        pods.forEach(pod -> versions.put(pod.name(), pod.version()));
        expected.entrySet().removeIf(entry -> isMet(entry.getKey(), entry.getValue(), versions, tierName, now));
        return expected.keySet().stream().noneMatch(name -> name.startsWith(tierName + "-"));
    }

    private static boolean isMet(
            String name, Expected change, Map<String, String> versions, String tierName, long now) {
        if (now - change.sinceNanos() > PATIENCE.toNanos()) {
            return true;
        }
        if (!name.startsWith(tierName + "-")) {
            return false;
        }
        String version = versions.get(name);
        return change.formerVersion().isEmpty()
                ? version != null
                : !change.formerVersion().equals(version);
    }
}
