package io.pocket.data.jvm;

import io.pocket.data.NodeCore;
import java.io.IOException;

/** Writes down what the core learned from the controller, so that the node can restart without it. On the loop's thread. */
final class KnowledgeKeeper {

    private final DataDirectory directory;
    private ClusterKnowledge kept;
    private long keptRevision = -1;
    private long triedRevision = -1;

    KnowledgeKeeper(DataDirectory directory, ClusterKnowledge known) {
        this.directory = directory;
        kept = known;
    }

    /** Whether something is not on file yet. */
    boolean isBehind(NodeCore core) {
        return core.knowledgeRevision() != keptRevision;
    }

    /** Whether something is not on file, and nobody has tried to put it there. */
    boolean hasNews(NodeCore core) {
        return isBehind(core) && core.knowledgeRevision() != triedRevision;
    }

    /** Writes what is not on file yet, if anything. */
    void keep(NodeCore core) throws IOException {
        if (isBehind(core)) {
            triedRevision = core.knowledgeRevision();
            kept = new ClusterKnowledge(
                    kept.nodeId(),
                    kept.jobPublicKey(),
                    core.knownShards(),
                    core.knownTombstones(),
                    core.knownGrants(),
                    core.isDraining());
            directory.keep(kept);
            keptRevision = triedRevision;
        }
    }
}
