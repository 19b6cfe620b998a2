package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.memory.HeapCounters;
import io.pocket.data.memory.HeapIndexLog;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Write;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** A core on a store of the test's choice, stepped by hand, with tokens that are plain text. */
final class NodeHarness {

    static final int NODE = 7;
    static final long INCARNATION = 1234;
    static final int UNIT = 1024;
    static final long JOB = 5;
    static final long EXPIRY = 2_000;
    static final int SHARD = 3;
    static final long UPLOAD = UploadId.of(SHARD, 1);

    /** One connection of a test. */
    static final class Client {
        final RecordedPeer peer = new RecordedPeer();
        final NodeSession session;
        private final NodeHarness harness;

        private Client(NodeHarness harness) {
            this.harness = harness;
            session = harness.core.open(peer);
        }

        RecordedPeer.Reply ask(Request request) {
            send(request, ByteBuffer.allocate(0));
            return peer.takeReply();
        }

        Status statusOf(Request request) {
            return ask(request).status();
        }

        void send(Request request, ByteBuffer payload) {
            harness.core.onRequest(session, 1, request, payload, harness.nowNanos);
        }

        Status write(int sequence, byte[] content) {
            return write(new ChunkId(UPLOAD, sequence), 0, content.length, content);
        }

        Status write(ChunkId chunk, int offset, int declared, byte[] part) {
            send(new Write(chunk, offset, declared), ByteBuffer.wrap(part));
            return peer.takeStatus();
        }

        Status read(int sequence, int offset, int length) {
            return statusOf(new Read(new ChunkId(UPLOAD, sequence), offset, length));
        }

        byte[] contentOf(int sequence, int length) {
            assertThat(read(sequence, 0, length)).isEqualTo(Status.OK);
            byte[] content = peer.lentContent();
            peer.releaseLent();
            return content;
        }

        Client hello(Role role, String token) {
            send(new Hello(Hello.VERSION, role, 0, NODE, INCARNATION, 0, Bytes.utf8(token), "test"), null);
            return this;
        }
    }

    final HeapIndexLog log = new HeapIndexLog(1_000, INCARNATION);
    final HeapCounters counters = new HeapCounters();
    final RecordedShards shards = new RecordedShards();
    final ChunkStore store;
    long nowNanos = Long.MAX_VALUE - 1_000_000_000L;
    long epochSeconds = 1_000;
    NodeConfig config = NodeConfig.defaults(NODE)
            .withChunkBytesMax(1 << 20)
            .withAudit(new NodeConfig.AuditPace(
                    Duration.ofSeconds(60), Duration.ofSeconds(300), Duration.ofMillis(200), 4));
    NodeCore core;

    NodeHarness(ChunkStore store) {
        this.store = store;
        core = newCore(store);
    }

    NodeCore newCore(ChunkStore over) {
        NodeCore.Parts parts = new NodeCore.Parts(over, log, NodeHarness::verify, counters, shards);
        return new NodeCore(config, parts, 1, nowNanos, epochSeconds);
    }

    Client open() {
        return new Client(this);
    }

    /** An accepted client of a job. */
    Client client(long job) {
        Client client = open().hello(Role.CLIENT, "job:" + job + ":" + JobToken.ALL);
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        return client;
    }

    Client service(Role role) {
        Client client = open().hello(role, "service:" + role);
        assertThat(client.peer.takeStatus()).isEqualTo(Status.OK);
        return client;
    }

    void pass(Duration time) {
        nowNanos += time.toNanos();
        core.tick(nowNanos, epochSeconds);
    }

    static byte[] content(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Principal verify(Bytes token, long nowEpochSeconds) throws TokenException {
        String[] fields = new String(token.toArray(), StandardCharsets.UTF_8).split(":", -1);
        if (nowEpochSeconds >= EXPIRY) {
            throw new TokenException("expired");
        }
        return switch (fields[0]) {
            case "job" -> new Principal(Role.CLIENT, Long.parseLong(fields[1]), Integer.parseInt(fields[2]), 0, EXPIRY);
            case "service" -> new Principal(Role.valueOf(fields[1]), 0, 0, 0, EXPIRY);
            default -> throw new TokenException("not a token");
        };
    }
}
