package io.pocket.control.kubernetes;

import io.pocket.control.scale.MemberState;
import io.pocket.protocol.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes views for plans. */
final class Views {

    static final String CURRENT = "current";
    static final String FORMER = "former";

    private Views() {}

    static TierView tier(int wanted, PodView... pods) {
        return new TierView(Tier.DRAM, wanted, Set.of(), CURRENT, List.of(pods));
    }

    static TierView tierWithout(int wanted, String chosenUid, PodView... pods) {
        return new TierView(Tier.DRAM, wanted, Set.of(chosenUid), CURRENT, List.of(pods));
    }

    static PodView pod(int ordinal, MemberState state) {
        return pod(ordinal, state, CURRENT, null);
    }

    static PodView ready(int ordinal, long usedBytes) {
        return pod(ordinal, MemberState.READY, CURRENT, new PodNode(ordinal, usedBytes, false));
    }

    static PodView outdated(int ordinal) {
        return pod(ordinal, MemberState.READY, FORMER, new PodNode(ordinal, 0, false));
    }

    static PodView retiring(int ordinal, long usedBytes, boolean empty) {
        return pod(ordinal, MemberState.RETIRING, CURRENT, new PodNode(ordinal, usedBytes, empty));
    }

    static PodView pod(int ordinal, MemberState state, String hash, PodNode node) {
        return new PodView(
                "pocket-dram-" + ordinal,
                ordinal,
                "uid-" + ordinal,
                "1",
                state,
                "",
                state == MemberState.RETIRING ? Optional.of("test") : Optional.empty(),
                hash,
                Optional.ofNullable(node));
    }
}
