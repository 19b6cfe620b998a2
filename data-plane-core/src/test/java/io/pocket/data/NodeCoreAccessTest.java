package io.pocket.data;

import static io.pocket.data.NodeHarness.INCARNATION;
import static io.pocket.data.NodeHarness.JOB;
import static io.pocket.data.NodeHarness.NODE;
import static io.pocket.data.NodeHarness.UPLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.HeapChunkStore;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.token.JobToken;
import org.junit.jupiter.api.Test;

class NodeCoreAccessTest {

    private final NodeHarness node = new NodeHarness(new HeapChunkStore(1 << 20, NodeHarness.UNIT));

    @Test
    void shouldGreetAClientWithItsLimits() {
        NodeHarness.Client client = node.open();
        HelloReply reply =
                (HelloReply) client.ask(hello(NODE, INCARNATION, "job:5:3")).body();
        assertThat(reply.serverId()).isEqualTo(NODE);
        assertThat(reply.incarnation()).isEqualTo(INCARNATION);
        assertThat(reply.jobNumber()).isEqualTo(JOB);
        assertThat(reply.chunkSize()).isEqualTo(1 << 20);
        assertThat(client.peer.isAuthenticated()).isTrue();
    }

    @Test
    void shouldAnswerNothingBeforeHello() {
        NodeHarness.Client client = node.open();
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(new Discard(new ChunkId(UPLOAD, 1)))).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(new NodeStat())).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(new Drain(true))).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(node.core.stat().state()).isEqualTo(NodeState.LIVE);
    }

    @Test
    void shouldTurnAwayWhoExpectsAnotherNodeOrLife() {
        NodeHarness.Client client = node.open();
        assertThat(client.statusOf(hello(NODE + 1, 0, "job:5:3"))).isEqualTo(Status.WRONG_NODE);
        assertThat(client.statusOf(hello(NODE, INCARNATION - 1, "job:5:3"))).isEqualTo(Status.WRONG_NODE);
        assertThat(client.peer.isAuthenticated()).isFalse();
        assertThat(client.statusOf(hello(0, 0, "job:5:3"))).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseTokensThatProveNothingOrAnotherRole() {
        NodeHarness.Client client = node.open();
        assertThat(client.statusOf(hello(NODE, 0, "nonsense"))).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(hello(NODE, 0, "service:CONTROLLER"))).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(new Ping())).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseAnOlderProtocol() {
        Hello old = new Hello(0, Role.CLIENT, 0, 0, 0, 0, Bytes.utf8("job:5:3"), "test");
        assertThat(node.open().statusOf(old)).isEqualTo(Status.UNSUPPORTED);
    }

    @Test
    void shouldHonourPermissions() {
        NodeHarness.Client reader = node.open().hello(Role.CLIENT, "job:5:" + JobToken.READ);
        NodeHarness.Client writer = node.open().hello(Role.CLIENT, "job:5:" + JobToken.WRITE);
        reader.peer.takeReply();
        writer.peer.takeReply();
        assertThat(reader.write(1, new byte[10])).isEqualTo(Status.FORBIDDEN);
        assertThat(writer.write(1, new byte[10])).isEqualTo(Status.OK);
        assertThat(writer.read(1, 0, 1)).isEqualTo(Status.FORBIDDEN);
        assertThat(reader.statusOf(new Discard(new ChunkId(UPLOAD, 1)))).isEqualTo(Status.FORBIDDEN);
        assertThat(reader.read(1, 0, 10)).isEqualTo(Status.OK);
    }

    @Test
    void shouldStopServingWhenTheTokenExpires() {
        NodeHarness.Client client = node.client(JOB);
        assertThat(client.write(1, new byte[10])).isEqualTo(Status.OK);
        node.core.tick(node.nowNanos, NodeHarness.EXPIRY);
        assertThat(client.read(1, 0, 1)).isEqualTo(Status.UNAUTHENTICATED);
        assertThat(client.statusOf(hello(NODE, 0, "job:5:3"))).isEqualTo(Status.UNAUTHENTICATED);
    }

    @Test
    void shouldKeepJobsApart() {
        NodeHarness.Client mine = node.client(JOB);
        NodeHarness.Client other = node.client(JOB + 1);
        assertThat(mine.write(1, new byte[10])).isEqualTo(Status.OK);
        assertThat(other.read(1, 0, 10)).isEqualTo(Status.NO_CHUNK);
        assertThat(other.write(1, new byte[10])).isEqualTo(Status.FORBIDDEN);
        assertThat(other.statusOf(new Discard(new ChunkId(UPLOAD, 1)))).isEqualTo(Status.OK);
        assertThat(mine.read(1, 0, 10)).isEqualTo(Status.OK);
    }

    @Test
    void shouldKeepControlFromClientsAndMonitors() {
        NodeHarness.Client client = node.client(JOB);
        NodeHarness.Client monitor = node.service(Role.MONITOR);
        assertThat(client.statusOf(new Drain(true))).isEqualTo(Status.FORBIDDEN);
        assertThat(client.statusOf(new NodeStat())).isEqualTo(Status.FORBIDDEN);
        assertThat(monitor.statusOf(new Drain(true))).isEqualTo(Status.FORBIDDEN);
        assertThat(monitor.statusOf(new NodeStat())).isEqualTo(Status.OK);
        assertThat(node.service(Role.CONTROLLER).statusOf(new Drain(true))).isEqualTo(Status.OK);
    }

    @Test
    void shouldSendMetadataRequestsAway() {
        RecordedPeer.Reply reply = node.client(JOB).ask(new Count(Bytes.EMPTY));
        assertThat(reply.status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(((ErrorReply) reply.body()).detail()).contains("COUNT").contains("metadata shard");
    }

    private static Hello hello(int expectedId, long expectedIncarnation, String token) {
        return new Hello(Hello.VERSION, Role.CLIENT, 0, expectedId, expectedIncarnation, 0, Bytes.utf8(token), "test");
    }
}
