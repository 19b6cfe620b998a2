package io.pocket.data.jvm;

import io.pocket.data.NodeCore;
import java.io.IOException;

/** Writes down what the core learned from the controller, so that the node can restart without it. On the loop's thread. */
final class KnowledgeKeeper {

    private final DataDirectory directory;
    private ClusterKnowledge kept;
    private long keptRevision = -1;

    KnowledgeKeeper(DataDirectory directory, ClusterKnowledge known) {
        this.directory = directory;
        kept = known;
    }

    /** Writes if there is something new. */
    void keepNews(NodeCore core) throws IOException {
        if (core.knowledgeRevision() != keptRevision) {
            kept = new ClusterKnowledge(
                    kept.nodeId(),
                    kept.jobPublicKey(),
                    core.knownShards(),
                    core.knownTombstones(),
                    core.knownGrants(),
                    core.isDraining());
            directory.keep(kept);
            keptRevision = core.knowledgeRevision();
        }
    }
}
