package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.List;

/** Nodes that one put may still try: members of the weight map without those that refused or could not be reached in this round. */
final class Candidates {
    private final Operation<?> operation;
    private final List<Link> refused = new ArrayList<>();
    private SpreadTickets tickets;
    private boolean allRefusalsWereFull = true;
    private boolean allRefusalsWereOfQuota = true;
    private int quotaRetryMillis;
    private long epochOfLastRound;
    private int rounds;
    private int busyAnswers;
    private String trouble;

    Candidates(Operation<?> operation) {
        this.operation = operation;
    }

    /** A member by weight and tier; null when none is left. Nodes that failed or were full lately are drawn only when all others are used up. */
    WeightMap.Member draw() {
        Lane lane = operation.lane();
        if (tickets == null) {
            tickets = new SpreadTickets(lane.random().nextLong());
        }
        WeightMap map = lane.nodes().map();
        WeightMap.Member sound = Placement.draw(map, member -> isCandidate(member) && isSound(linkTo(member)), tickets);
        return sound != null ? sound : Placement.draw(map, this::isCandidate, tickets);
    }

    private static boolean isSound(Link link) {
        return !link.isSuspect() && !link.isFull();
    }

    private boolean isCandidate(WeightMap.Member member) {
        return !refused.contains(linkTo(member));
    }

    private Link linkTo(WeightMap.Member member) {
        return operation.lane().nodes().find(member.nodeId(), member.incarnation());
    }

    void full(WeightMap.Member node, int retryAfterMillis) {
        Link link = linkTo(node);
        if (link != null) {
            link.answeredFull(retryAfterMillis);
        }
        refusedBy(node, Status.FULL, retryAfterMillis);
    }

    /** @param retryAfterMillis as the node said; with FULL, that it is the job's own limit that is in the way */
    void refusedBy(WeightMap.Member node, Status status, int retryAfterMillis) {
        exclude(node);
        allRefusalsWereFull &= status == Status.FULL;
        allRefusalsWereOfQuota &= isOfQuota(status, retryAfterMillis);
        quotaRetryMillis = Math.max(quotaRetryMillis, retryAfterMillis);
        trouble = "node " + node.nodeId() + " at " + node.address() + " answered " + status;
    }

    private static boolean isOfQuota(Status status, int retryAfterMillis) {
        return status == Status.QUOTA_EXCEEDED || (status == Status.FULL && retryAfterMillis > 0);
    }

    /** @param status with which HELLO was refused, if it was */
    void unreachable(WeightMap.Member node, Status status, String reason) {
        exclude(node);
        allRefusalsWereFull = false;
        allRefusalsWereOfQuota &= isOfQuota(status, 0);
        trouble = "node " + node.nodeId() + " at " + node.address() + ": " + reason;
    }

    private void exclude(WeightMap.Member node) {
        Link link = linkTo(node);
        if (link != null && !refused.contains(link)) {
            refused.add(link);
        }
    }

    void succeeded(WeightMap.Member node) {
        busyAnswers = 0;
        Link link = linkTo(node);
        if (link != null) {
            link.tookChunk();
        }
    }

    /** How long to leave the nodes alone after BUSY. */
    long busyPauseNanos(int retryAfterMillis) {
        busyAnswers++;
        return retryAfterMillis > 0
                ? retryAfterMillis * Lane.NANOS_PER_MILLI
                : operation.lane().backoff().pauseNanos(busyAnswers);
    }

    /** All members answered FULL twice, and the map did not change in between. */
    boolean isFullEverywhere() {
        WeightMap map = operation.lane().nodes().map();
        return rounds > 0
                && allRefusalsWereFull
                && !allRefusalsWereOfQuota
                && !refused.isEmpty()
                && epochOfLastRound == map.epoch();
    }

    /** Nobody refused in this round but for a quota of the job, and somebody did. */
    boolean isOverQuota() {
        return allRefusalsWereOfQuota && !refused.isEmpty();
    }

    /** Longest pause that a node asked for in this round; 0 when none did. */
    int quotaRetryMillis() {
        return quotaRetryMillis;
    }

    /**
     * Everybody may be asked again.
     *
     * @return the pause before that
     */
    long startNextRound() {
        if (refused.isEmpty()) {
            trouble = "the job's weight map names no node";
        }
        rounds++;
        epochOfLastRound = operation.lane().nodes().map().epoch();
        long quotaPauseNanos = isOverQuota() ? quotaRetryMillis * Lane.NANOS_PER_MILLI : 0;
        refused.clear();
        allRefusalsWereFull = true;
        allRefusalsWereOfQuota = true;
        quotaRetryMillis = 0;
        return Math.max(quotaPauseNanos, operation.lane().backoff().pauseNanos(rounds));
    }

    boolean hasLeftMap(WeightMap.Member node) {
        return find(node) == null;
    }

    boolean isSpillOnly(WeightMap.Member node) {
        WeightMap.Member member = find(node);
        return member != null && member.weight() == 0;
    }

    private WeightMap.Member find(WeightMap.Member node) {
        for (WeightMap.Member member : operation.lane().nodes().map().members()) {
            if (member.nodeId() == node.nodeId() && member.incarnation() == node.incarnation()) {
                return member;
            }
        }
        return null;
    }

    /** What last stood in the way; null when nothing did. */
    String trouble() {
        return trouble;
    }
}
