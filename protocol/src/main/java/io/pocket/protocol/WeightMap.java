package io.pocket.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a job may put chunks: members with weights, and the order of tiers in which to spill. A client draws a member of the
 * first tier with probability weight / sum; weight 0 is for spill only.
 *
 * @param epoch rises with every change; 0 is the empty map
 * @param tierOrder preferred tier first
 * @param members at most {@value #MAX_MEMBERS}
 */
public record WeightMap(long epoch, List<Tier> tierOrder, List<Member> members) {
    /** Bounded by a body of 64 KiB. */
    public static final int MAX_MEMBERS = 512;

    public static final WeightMap EMPTY = new WeightMap(0, List.of(), List.of());

    /**
     * One node of the map.
     *
     * @param incarnation which life of the node, see HELLO
     * @param weight relative share of new chunks, 0 for spill only
     * @param address {@code host:port}
     */
    public record Member(int nodeId, long incarnation, Tier tier, int weight, String address) {
        private static final int MIN_LENGTH = Integer.BYTES + Long.BYTES + Byte.BYTES + Integer.BYTES + Short.BYTES;

        public Member {
            if (weight < 0) {
                throw new IllegalArgumentException("weight " + weight + " of node " + nodeId + " is negative");
            }
        }

        int length() {
            return MIN_LENGTH - Short.BYTES + BodyWriter.lengthOfText(address);
        }

        void write(BodyWriter out) {
            out.putInt(nodeId);
            out.putLong(incarnation);
            out.putByte(tier.code());
            out.putInt(weight);
            out.putText(address);
        }

        static Member read(BodyReader in) throws ProtocolException {
            return new Member(in.getInt(), in.getLong(), Tier.of(in.getByte()), in.getLength(), in.getText());
        }
    }

    public WeightMap {
        tierOrder = List.copyOf(tierOrder);
        members = List.copyOf(members);
        if (members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException(members.size() + " members exceed " + MAX_MEMBERS);
        }
    }

    public int length() {
        int length = Long.BYTES + Byte.BYTES + tierOrder.size() + Short.BYTES;
        for (Member member : members) {
            length += member.length();
        }
        return length;
    }

    public void write(BodyWriter out) {
        out.putLong(epoch);
        out.putByte(tierOrder.size());
        tierOrder.forEach(tier -> out.putByte(tier.code()));
        out.putShort(members.size());
        members.forEach(member -> member.write(out));
    }

    public static WeightMap read(BodyReader in) throws ProtocolException {
        long epoch = in.getLong();
        List<Tier> order = new ArrayList<>();
        for (int n = in.getByte(); n > 0; n--) {
            order.add(Tier.of(in.getByte()));
        }
        int count = in.getCount(Member.MIN_LENGTH);
        if (count > MAX_MEMBERS) {
            throw new ProtocolException(count + " members of a weight map exceed " + MAX_MEMBERS);
        }
        List<Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(Member.read(in));
        }
        return new WeightMap(epoch, order, members);
    }
}
