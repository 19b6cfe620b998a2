package io.pocket.metadata.core;

import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Replica;
import java.util.Map;
import java.util.TreeMap;

/** Nodes as the controller told of them, and the frees each has yet to carry out. */
final class NodeTable {
    private final Map<Integer, NodeEntry> entries = new TreeMap<>();
    private final Map<NodeKey, FreeQueue> queues = new TreeMap<>();

    /** One life of a node. */
    record NodeKey(int nodeId, long incarnation) implements Comparable<NodeKey> {
        @Override
        public int compareTo(NodeKey other) {
            int byId = Integer.compare(nodeId, other.nodeId);
            return byId != 0 ? byId : Long.compare(incarnation, other.incarnation);
        }
    }

    NodeEntry get(int nodeId) {
        return entries.get(nodeId);
    }

    Map<Integer, NodeEntry> entries() {
        return entries;
    }

    /** A new incarnation replaces the former one, whose chunks are gone, frees included. */
    void store(NodeEntry entry) {
        NodeEntry former = entries.put(entry.nodeId(), entry);
        if (former != null && former.incarnation() != entry.incarnation()) {
            queues.remove(new NodeKey(former.nodeId(), former.incarnation()));
        }
        if (entry.state() == NodeState.LOST) {
            queues.remove(new NodeKey(entry.nodeId(), entry.incarnation()));
        }
    }

    /** Whether the incarnation is the node's current one and may get new objects. */
    boolean takesChunks(int nodeId, long incarnation) {
        NodeEntry entry = entries.get(nodeId);
        return entry != null && entry.incarnation() == incarnation && entry.state() == NodeState.LIVE;
    }

    /** Whether the controller declared that the replica's bytes are gone: its incarnation was replaced or lost. */
    boolean isLost(Replica replica) {
        NodeEntry entry = entries.get(replica.nodeId());
        return entry != null && (entry.incarnation() != replica.incarnation() || entry.state() == NodeState.LOST);
    }

    /** Rule 6: lost is what the controller declared lost, in every replica. */
    boolean isLostEverywhere(Chunk chunk) {
        return chunk.replicas().stream().allMatch(this::isLost);
    }

    void free(Replica replica) {
        if (!isLost(replica)) {
            queueOrNew(new NodeKey(replica.nodeId(), replica.incarnation())).add(replica.chunk());
        }
    }

    FreeQueue queueOrNew(NodeKey key) {
        return queues.computeIfAbsent(key, _ -> new FreeQueue());
    }

    /** The queue, or null when there was never anything to free. */
    FreeQueue queue(NodeKey key) {
        return queues.get(key);
    }

    Map<NodeKey, FreeQueue> queues() {
        return queues;
    }

    long pendingFrees() {
        long sum = 0;
        for (FreeQueue queue : queues.values()) {
            sum += queue.size();
        }
        return sum;
    }
}
