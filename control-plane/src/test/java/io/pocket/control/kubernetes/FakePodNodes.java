package io.pocket.control.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Nodes that a test registers and empties. Thread-safe. */
final class FakePodNodes implements PodNodes {

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Map<Integer, Long> usedBytes = new LinkedHashMap<>();
    private final Set<Integer> draining = new TreeSet<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> lost = new ArrayList<>();
    private Runnable beforeChange = () -> {};

    synchronized int register(String pod, long used) {
        int id = ids.computeIfAbsent(pod, absent -> ids.size() + left.size() + 1);
        usedBytes.put(id, used);
        return id;
    }

    synchronized void empty(int node) {
        usedBytes.put(node, 0L);
    }

    synchronized Set<Integer> draining() {
        return new TreeSet<>(draining);
    }

    synchronized List<Integer> left() {
        return List.copyOf(left);
    }

    /** Those of {@link #left} that may have held something. */
    synchronized List<Integer> lost() {
        return List.copyOf(lost);
    }

    /** Runs before each change; what it throws keeps the change from happening. */
    synchronized void beforeChange(Runnable check) {
        beforeChange = check;
    }

    @Override
    public synchronized Map<String, PodNode> byPod() {
        Map<String, PodNode> nodes = new LinkedHashMap<>();
        ids.forEach((pod, id) ->
                nodes.put(pod, new PodNode(id, usedBytes.get(id), draining.contains(id) && usedBytes.get(id) == 0)));
        return nodes;
    }

    @Override
    public synchronized void drain(int node, String reason) {
        if (!draining.contains(node)) {
            beforeChange.run();
            draining.add(node);
        }
    }

    @Override
    public synchronized void undrain(int node) {
        beforeChange.run();
        draining.remove(node);
    }

    @Override
    public synchronized void left(int node, boolean chunksLost) {
        beforeChange.run();
        ids.values().remove(node);
        draining.remove(node);
        left.add(node);
        if (chunksLost) {
            lost.add(node);
        }
    }
}
