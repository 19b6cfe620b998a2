package io.pocket.control.cluster;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A data node.
 *
 * @param id stays with its data directory
 * @param incarnation new whenever it comes up without its old chunks
 * @param lostIncarnations its former lives, oldest first: their chunks were declared gone, and none of them may come back
 * @param address where it speaks the Pocket protocol
 * @param machine replicas go to distinct machines
 * @param metricsAddress where its metrics are scraped; empty if nowhere
 * @param life whether it takes new data
 * @param instance what runs it, such as the uid of its pod; empty if it does not say
 */
public record Node(
        int id,
        long incarnation,
        List<Long> lostIncarnations,
        Tier tier,
        HostPort address,
        long capacityBytes,
        String machine,
        String metricsAddress,
        Instant registeredAt,
        NodeLife life,
        String instance) {

    /** Who comes back from further than this was away longer than any data lives. */
    private static final int MAX_LOST_INCARNATIONS = 16;

    /** Journals of the first version tell nothing of its life, nor what runs it. */
    public Node {
        lostIncarnations = List.copyOf(lostIncarnations);
        life = life == null ? NodeLife.LIVE : life;
        instance = instance == null ? "" : instance;
    }

    /** This node, which has just registered, as the successor of what was known under its id: another incarnation of it is lost now. */
    public Node succeeding(Node former) {
        Deque<Long> lost = new ArrayDeque<>(former.lostIncarnations);
        if (former.incarnation != incarnation) {
            lost.addLast(former.incarnation);
        }
        while (lost.size() > MAX_LOST_INCARNATIONS) {
            lost.removeFirst();
        }
        return new Node(
                id,
                incarnation,
                List.copyOf(lost),
                tier,
                address,
                capacityBytes,
                machine,
                metricsAddress,
                registeredAt,
                former.life.restarted(),
                instance);
    }

    Node withLife(NodeLife changed) {
        return new Node(
                id,
                incarnation,
                lostIncarnations,
                tier,
                address,
                capacityBytes,
                machine,
                metricsAddress,
                registeredAt,
                changed,
                instance);
    }

    /** Whether clients that know this node must be told of {@code other} in its place. */
    boolean usedDifferentlyFrom(Node other) {
        return incarnation != other.incarnation
                || tier != other.tier
                || !address.equals(other.address)
                || life.drains() != other.life.drains();
    }
}
