package io.pocket.data;

import static io.pocket.data.NodeHarness.JOB;
import static io.pocket.data.NodeHarness.UNIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.HeapChunkStore;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import io.pocket.protocol.message.Write;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 8, as far as a node keeps it beyond guarantees, and what a driver must keep of it. */
class NodeCoreQuotaTest {

    private static final int CAPACITY = 100 * UNIT;

    private final NodeHarness node = new NodeHarness(new HeapChunkStore(CAPACITY, UNIT));
    private final NodeHarness.Client controller = node.service(Role.CONTROLLER);

    private RecordedPeer.Reply writeReply(NodeHarness.Client client, int sequence, int length) {
        client.send(new Write(new ChunkId(NodeHarness.UPLOAD, sequence), 0, length), ByteBuffer.wrap(new byte[length]));
        return client.peer.takeReply();
    }

    private void grant(long job, long guaranteedBytes, long limitBytes, int maxConnections) {
        assertThat(controller.statusOf(new JobGrant(job, guaranteedBytes, limitBytes, maxConnections)))
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldSayWhenToComeBackOnlyIfTheJobsOwnLimitIsInTheWay() {
        NodeHarness.Client client = node.client(JOB);
        NodeHarness.Client other = node.client(JOB + 1);
        grant(JOB, 0, 2 * UNIT, 0);
        assertThat(client.write(1, new byte[2 * UNIT])).isEqualTo(Status.OK);

        RecordedPeer.Reply atLimit = writeReply(client, 2, 1);
        assertThat(atLimit.status()).isEqualTo(Status.FULL);
        assertThat(atLimit.retryAfterMillis()).isEqualTo(1_000);
        assertThat(((ErrorReply) atLimit.body()).detail()).contains("may hold 2048 bytes");
        assertThat(node.counters.get(NodeCounter.OVER_LIMIT)).isOne();

        assertThat(other.write(100, new byte[98 * UNIT])).isEqualTo(Status.OK);
        RecordedPeer.Reply full = writeReply(other, 101, 1);
        assertThat(full.status()).isEqualTo(Status.FULL);
        assertThat(full.retryAfterMillis()).isZero();
        assertThat(node.counters.get(NodeCounter.FULL)).isOne();
    }

    @Test
    void shouldRefuseTheConnectionTooManyUntilOneIsClosed() {
        grant(JOB, 0, 0, 2);
        NodeHarness.Client first = node.client(JOB);
        node.client(JOB);
        node.client(JOB + 1);

        NodeHarness.Client third = node.open().hello(Role.CLIENT, "job:" + JOB + ":3");
        RecordedPeer.Reply refused = third.peer.takeReply();
        assertThat(refused.status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(refused.retryAfterMillis()).isEqualTo(1_000);
        assertThat(((ErrorReply) refused.body()).detail()).contains("2 client connections");
        assertThat(node.counters.get(NodeCounter.OVER_CONNECTIONS)).isOne();
        node.core.closed(third.session);

        node.core.closed(first.session);
        node.client(JOB);
    }

    @Test
    void shouldTakeOneHelloOnAConnection() {
        NodeHarness.Client client = node.client(JOB);
        client.hello(Role.CLIENT, "job:" + (JOB + 1) + ":3");
        assertThat(client.peer.takeStatus()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.write(1, new byte[1])).isEqualTo(Status.OK);
        assertThat(node.core.chunks().account(JOB).chunks()).isOne();
    }

    @Test
    void shouldTellWhatEachJobUsesAPageAtATime() {
        NodeHarness.Client client = node.client(JOB);
        node.client(JOB + 1);
        grant(JOB + 2, UNIT, 0, 0);
        assertThat(client.write(1, new byte[1_500])).isEqualTo(Status.OK);
        assertThat(client.write(new ChunkId(NodeHarness.UPLOAD, 2), 0, 20, new byte[10]))
                .isEqualTo(Status.OK);

        assertThat(usage(0, 2))
                .isEqualTo(new JobUsageReply(
                        true, List.of(new JobUsage(JOB, 2, 1_520, 0, 2, 1), new JobUsage(JOB + 1, 0, 0, 0, 0, 1))));
        assertThat(usage(JOB + 1, 2))
                .isEqualTo(new JobUsageReply(false, List.of(new JobUsage(JOB + 2, 0, 0, 0, 0, 0))));
        assertThat(controller.statusOf(new JobUsageGet(0, 0))).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(controller.statusOf(new JobUsageGet(0, 1_001))).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.statusOf(new JobUsageGet(0, 1))).isEqualTo(Status.FORBIDDEN);
    }

    private JobUsageReply usage(long afterJob, int limit) {
        return (JobUsageReply) controller.ask(new JobUsageGet(afterJob, limit)).body();
    }

    @Test
    void shouldShowItsDriverWhatToKeep() {
        long revision = node.core.knowledgeRevision();
        JobGrant grant = new JobGrant(JOB, UNIT, 3 * UNIT, 4);
        assertThat(controller.statusOf(grant)).isEqualTo(Status.OK);
        assertThat(node.core.knownGrants()).containsExactly(grant);
        assertThat(node.core.knowledgeRevision()).isGreaterThan(revision);

        revision = node.core.knowledgeRevision();
        assertThat(controller.statusOf(grant)).isEqualTo(Status.OK);
        assertThat(node.core.knowledgeRevision()).as("told again").isEqualTo(revision);

        node.core.drain(true);
        assertThat(node.core.isDraining()).isTrue();
        assertThat(node.core.knowledgeRevision()).isGreaterThan(revision);

        revision = node.core.knowledgeRevision();
        assertThat(controller.statusOf(new DropJob(JOB, NodeHarness.EXPIRY))).isEqualTo(Status.OK);
        assertThat(node.core.knownGrants()).isEmpty();
        assertThat(node.core.knowledgeRevision()).isGreaterThan(revision);
    }

    @Test
    void shouldReplaceWhatWasKeptByWhatIsToldAndKeepWhatWasPushedInBetween() {
        JobGrant shrinks = new JobGrant(1, 60 * UNIT, 0, 0);
        JobGrant grows = new JobGrant(2, 40 * UNIT, 0, 0);
        JobGrant ends = new JobGrant(3, 0, UNIT, 0);
        JobGrant pushed = new JobGrant(4, 0, UNIT, 0);
        List<JobGrant> kept = List.of(shrinks, grows, ends);
        node.core.replaceGrants(List.of(), kept);
        assertThat(controller.statusOf(new JobGrant(9, 1, 0, 0)))
                .as("all is promised")
                .isEqualTo(Status.FULL);
        assertThat(node.core.grant(pushed)).isTrue();

        List<JobGrant> told = List.of(new JobGrant(2, 80 * UNIT, 0, 0), new JobGrant(1, 20 * UNIT, 0, 0));
        node.core.replaceGrants(kept, told);

        assertThat(node.core.knownGrants()).containsExactlyInAnyOrder(told.get(0), told.get(1), pushed);
        assertThat(node.core.chunks().guaranteedBytes()).isEqualTo(100 * UNIT);
    }
}
