package io.pocket.simulator;

import io.pocket.data.ChunkIndex;
import io.pocket.data.ChunkState;
import io.pocket.data.ChunkStore;
import io.pocket.data.JobAccount;
import io.pocket.data.NodeCore;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Tombstone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold in a node at any moment: capacity adds up (rule 8), and nothing of a dropped job is held or given out (rule 7). */
final class NodeInvariants {
    private final String node;
    private final NodeCore core;
    private final ChunkStore store;
    private final Violations violations;
    private final Set<Long> dropped = new HashSet<>();
    private long knowledge = -1;

    /** Once no job holds what is promised to another, none may take it any more. */
    private boolean promisesKept;

    NodeInvariants(int nodeId, NodeCore core, ChunkStore store, Violations violations) {
        this.node = "node " + nodeId;
        this.core = core;
        this.store = store;
        this.violations = violations;
    }

    /** The promises have changed: one may be made when it cannot be kept yet. */
    void granted() {
        promisesKept = poolHolds();
    }

    private boolean poolHolds() {
        return core.chunks().sharedUsedBytes()
                <= store.capacityBytes() - core.chunks().guaranteedBytes();
    }

    /** After each request. */
    void afterRequest() {
        boolean holds = poolHolds();
        if (promisesKept && !holds) {
            violations.add(node + " gave away what it has promised: " + core.stat());
        }
        promisesKept = holds;
    }

    void lent(long job) {
        learnDrops();
        if (dropped.contains(job)) {
            violations.add(node + " gave out bytes of job " + job + ", which it knows to be dropped");
        }
    }

    void refusedWrite(Status status, long job, int lengthBytes) {
        if (status != Status.FULL || !isWithinGuarantee(job, lengthBytes)) {
            return;
        }
        long extent = store.allocate(lengthBytes);
        if (extent != ChunkStore.FULL) {
            store.free(extent, lengthBytes);
            violations.add(node + " refused job " + job + " what it was promised");
        }
    }

    private boolean isWithinGuarantee(long job, int lengthBytes) {
        JobAccount account = core.chunks().account(job);
        return account != null && account.usedBytes() + store.extentBytes(lengthBytes) <= account.guaranteedBytes();
    }

    /** Now and then: walks all chunks. */
    void checkAll() {
        learnDrops();
        ChunkIndex chunks = core.chunks();
        Map<Long, Long> stored = new HashMap<>();
        long taken = 0;
        for (int slot = chunks.nextSlot(0); slot != ChunkIndex.NONE; slot = chunks.nextSlot(slot + 1)) {
            long bytes = store.extentBytes(chunks.lengthBytes(slot));
            taken += bytes;
            if (chunks.state(slot) != ChunkState.FREED) {
                stored.merge(chunks.job(slot), bytes, Long::sum);
            }
        }
        if (taken != store.usedBytes()) {
            violations.add(node + " has " + taken + " bytes of chunks in " + store.usedBytes() + " that are taken");
        }
        chunks.forEachAccount(account -> check(account, stored.getOrDefault(account.job(), 0L)));
    }

    private void check(JobAccount account, long storedBytes) {
        if (account.usedBytes() != storedBytes) {
            violations.add(node + " charges job " + account.job() + " with " + account.usedBytes() + " bytes and holds "
                    + storedBytes);
        }
        if (dropped.contains(account.job())) {
            violations.add(node + " holds " + storedBytes + " bytes and a promise of " + account.guaranteedBytes()
                    + " for job " + account.job() + ", which it knows to be dropped");
        }
    }

    private void learnDrops() {
        if (knowledge != core.knowledgeRevision()) {
            knowledge = core.knowledgeRevision();
            core.knownTombstones().stream().map(Tombstone::job).forEach(dropped::add);
        }
    }
}
