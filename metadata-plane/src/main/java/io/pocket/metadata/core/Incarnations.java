package io.pocket.metadata.core;

import io.pocket.metadata.core.NodeTable.NodeKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for the lives of nodes that objects name, so that a record need not spell each out. Not logged; none is ever taken back. */
final class Incarnations {
    private final Map<NodeKey, Integer> numbers = new HashMap<>();
    private final List<NodeKey> keys = new ArrayList<>();
    private int last;

    int numberOf(int nodeId, long incarnation) {
        if (last < keys.size() && isSame(keys.get(last), nodeId, incarnation)) {
            return last;
        }
        NodeKey key = new NodeKey(nodeId, incarnation);
        Integer number = numbers.get(key);
        if (number == null) {
            number = keys.size();
            numbers.put(key, number);
            keys.add(key);
        }
        last = number;
        return number;
    }

    private static boolean isSame(NodeKey key, int nodeId, long incarnation) {
        return key.nodeId() == nodeId && key.incarnation() == incarnation;
    }

    NodeKey key(int number) {
        return keys.get(number);
    }
}
