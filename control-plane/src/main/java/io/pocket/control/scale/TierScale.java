package io.pocket.control.scale;

import io.pocket.protocol.Tier;
import java.util.List;

/**
 * How far a tier is from what it shall be.
 *
 * @param wanted nodes that it shall have, from {@code minNodes} to {@code maxNodes}
 * @param members those there are, by name; more than {@code wanted} while some are on their way out
 */
public record TierScale(Tier tier, int wanted, int minNodes, int maxNodes, List<TierMember> members) {

    public TierScale {
        members = List.copyOf(members);
    }

    /** Members in a state. */
    public long count(MemberState state) {
        return members.stream().filter(member -> member.state() == state).count();
    }
}
