package io.pocket.control.kubernetes;

import io.pocket.protocol.Tier;
import java.util.List;
import java.util.Set;

/**
 * A tier as it was last seen.
 *
 * @param wanted nodes that it shall have, within its bounds
 * @param chosen uids of pods that go first when there are too many
 * @param templateHash of the present template
 */
record TierView(Tier tier, int wanted, Set<String> chosen, String templateHash, List<PodView> pods) {

    TierView {
        chosen = Set.copyOf(chosen);
        pods = List.copyOf(pods);
    }
}
