package io.pocket.client.core;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The job's current weight map, and a link to every node that any map has named: a node that left the map may still hold chunks.
 * Bounded: the longest known ones that are in no map any more and not in use are forgotten first.
 */
final class Nodes {
    private static final int KNOWN_MAX = 2 * WeightMap.MAX_MEMBERS;

    /** Compared by hand: what a record generates costs a function's cold start some milliseconds. */
    private record Key(int nodeId, long incarnation) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.nodeId == nodeId && key.incarnation == incarnation;
        }

        @Override
        public int hashCode() {
            return 31 * nodeId + Long.hashCode(incarnation);
        }
    }

    private final Lane lane;
    private final Map<Key, Link> links = new LinkedHashMap<>();
    private final List<Link> open = new ArrayList<>();
    private WeightMap map = WeightMap.EMPTY;

    Nodes(Lane lane) {
        this.lane = lane;
    }

    WeightMap map() {
        return map;
    }

    /** An older map than the one at hand is ignored: answers of two connections may cross. */
    void update(WeightMap newer) {
        if (newer.epoch() < map.epoch()) {
            return;
        }
        map = newer;
        List<Link> moved = new ArrayList<>();
        for (WeightMap.Member member : newer.members()) {
            learn(member, moved);
        }
        // Not before all members are known: what was under way on these goes to others.
        for (Link former : moved) {
            former.retire();
        }
        forgetSome();
    }

    private void learn(WeightMap.Member member, List<Link> moved) {
        Key key = new Key(member.nodeId(), member.incarnation());
        HostPort address = HostPort.parse(member.address());
        Link known = links.get(key);
        if (known != null && known.endpoint().address().equals(address)) {
            return;
        }
        links.put(key, Link.toNode(lane, member.nodeId(), member.incarnation(), address));
        if (known != null) {
            moved.add(known);
        }
    }

    /** The link to that life of the node; null when no map has named it. */
    Link find(int nodeId, long incarnation) {
        return links.get(new Key(nodeId, incarnation));
    }

    /** Links with a connection, present or being made; changes as they come and go. */
    List<Link> open() {
        return open;
    }

    void openChanged(Link link, boolean isOpen) {
        if (isOpen) {
            open.add(link);
        } else {
            open.remove(link);
        }
    }

    /** Closes the connection that has been idle longest when as many as allowed are open. */
    void makeRoom() {
        if (open.size() <= lane.config().connections()) {
            return;
        }
        Link longestIdle = null;
        for (Link link : open) {
            if (link.isIdle() && (longestIdle == null || link.movedAtNanos() < longestIdle.movedAtNanos())) {
                longestIdle = link;
            }
        }
        if (longestIdle != null) {
            longestIdle.close();
        }
    }

    private void forgetSome() {
        Iterator<Link> oldestFirst = links.values().iterator();
        while (links.size() > KNOWN_MAX && oldestFirst.hasNext()) {
            Link link = oldestFirst.next();
            if (!link.isOpen() && link.isIdle() && !isMember(link.endpoint())) {
                oldestFirst.remove();
            }
        }
    }

    private boolean isMember(Endpoint node) {
        for (WeightMap.Member member : map.members()) {
            if (member.nodeId() == node.id() && member.incarnation() == node.incarnation()) {
                return true;
            }
        }
        return false;
    }
}
