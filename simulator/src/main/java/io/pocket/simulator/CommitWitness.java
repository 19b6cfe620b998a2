package io.pocket.simulator;

import io.pocket.metadata.record.Committed;
import io.pocket.metadata.record.Renamed;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the shard's durable log along: which chunks were ever named, and on which nodes the bytes of a name have been. */
final class CommitWitness {
    private final Set<ChunkId> committed = new HashSet<>();
    private final Set<ChunkId> calledFree = new HashSet<>();
    private final Map<Name, Set<Life>> places = new HashMap<>();
    private final Set<Life> gone = new HashSet<>();
    private final Violations violations;

    private record Name(long job, String name) {}

    private record Life(int nodeId, long incarnation) {}

    CommitWitness(Violations violations) {
        this.violations = violations;
    }

    void durable(ShardRecord record) {
        switch (record) {
            case Committed it -> it.object().chunks().forEach(chunk -> commit(it, chunk));
            case Renamed it ->
                places(it.job(), it.to().toString())
                        .addAll(places(it.job(), it.from().toString()));
            default -> {}
        }
    }

    private void commit(Committed it, Chunk chunk) {
        for (Replica replica : chunk.replicas()) {
            committed.add(replica.chunk());
            if (calledFree.contains(replica.chunk())) {
                violations.add(
                        "'" + it.name() + "' was published with " + replica.chunk() + ", which had been called free");
            }
            Life life = new Life(replica.nodeId(), replica.incarnation());
            places(it.job(), it.name().toString()).add(life);
            if (gone.contains(life)) {
                violations.add("'" + it.name() + "' was published on " + life + ", which was known to be gone");
            }
        }
    }

    /** The shard has told a node that it may erase the chunk. */
    void calledFree(ChunkId chunk) {
        calledFree.add(chunk);
    }

    private Set<Life> places(long job, String name) {
        return places.computeIfAbsent(new Name(job, name), key -> new HashSet<>());
    }

    /** The controller has told the shard that this life of the node is over. */
    void declaredGone(int nodeId, long incarnation) {
        gone.add(new Life(nodeId, incarnation));
    }

    /** Whether bytes of this name were ever on a node of which the controller said that it is gone. */
    boolean mayBeLost(long job, String name) {
        return places(job, name).stream().anyMatch(gone::contains);
    }

    boolean wasCommitted(long uploadId, int sequence) {
        return committed.contains(new ChunkId(uploadId, sequence));
    }
}
