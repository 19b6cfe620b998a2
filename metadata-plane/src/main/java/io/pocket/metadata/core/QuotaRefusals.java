package io.pocket.metadata.core;

import java.util.EnumMap;
import java.util.Map;

/** How often each quota made the shard refuse. */
final class QuotaRefusals {
    private final Map<Quota, Long> counts = new EnumMap<>(Quota.class);

    void count(Refusal refusal) {
        if (refusal.quota() != null) {
            counts.merge(refusal.quota(), 1L, Long::sum);
        }
    }

    /** By quota; one that never refused is left out. */
    Map<Quota, Long> counts() {
        return Map.copyOf(counts);
    }
}
