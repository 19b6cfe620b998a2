package io.pocket.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.client.ClientOptions;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketException;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.token.JobToken;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bad input gets a clear typed error within the deadline, and the servers go on serving others. */
class BadInputTest {
    private static final long FAR_FUTURE = 4_000_000_000L;

    private static TestCluster cluster;
    private static JobTicket job;
    private static List<HostPort> servers;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(1, 64L << 20);
        job = cluster.register("bad");
        servers = List.of(cluster.shardOf(job), cluster.address("node-dram-1"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void shouldStillServeOthers() {
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            byte[] bytes = new byte[100_000];
            new Random(1).nextBytes(bytes);
            pocket.put("others/large", bytes);
            pocket.put("others/small", new byte[] {1, 2, 3});
            assertThat(pocket.get("others/large")).isEqualTo(bytes);
            assertThat(pocket.get("others/small")).containsExactly(1, 2, 3);
        }
    }

    private static Bytes token(long jobNumber) {
        try {
            var stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new JobToken(jobNumber, JobToken.ALL, 0, FAR_FUTURE).sign(stranger.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseATokenSignedByAnother() throws IOException, ProtocolException {
        for (HostPort server : servers) {
            try (RawConnection connection = new RawConnection(server)) {
                connection.hello(token(1));

                RawConnection.Answer answer = connection.receive();
                assertThat(answer.status()).isEqualTo(Status.UNAUTHENTICATED);
                assertThat(answer.detail()).contains("signed");
            }
        }
    }

    @Test
    void shouldTellTheClientThatItsTokenIsForeign() {
        ConnectionString good = ConnectionString.parse(job.connectionString());
        String foreign = new ConnectionString(good.shards(), good.jobId(), token(1)).toString();

        assertThatThrownBy(() -> {
                    try (PocketClient pocket = PocketClient.connect(foreign)) {
                        pocket.get("b/a");
                    }
                })
                .isInstanceOf(PocketException.class)
                .hasMessageContaining("token");
    }

    @Test
    void shouldRefuseTheTokenOfADroppedJob() {
        JobTicket dropped = cluster.register("dropped");
        cluster.deregister(dropped);

        assertThatThrownBy(() -> {
                    try (PocketClient pocket = PocketClient.connect(dropped.connectionString())) {
                        pocket.put("b/a", new byte[1]);
                    }
                })
                .isInstanceOf(PocketException.class)
                .hasMessageContaining("deregistered");
    }

    @Test
    void shouldRefuseAnUnknownJobAtTheController() {
        assertThatThrownBy(() -> cluster.deregister("no-such-job-1"))
                .isInstanceOf(PocketException.class)
                .hasMessageContaining("404");
    }

    @Test
    void shouldRefuseNamesThatAreTooLongOrHaveNoBucket() {
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            assertThatThrownBy(() -> pocket.put("b/" + "x".repeat(ObjectName.MAX_LENGTH), new byte[1]))
                    .hasMessageContaining("too long");
            assertThatThrownBy(() -> pocket.get("no-bucket")).hasMessageContaining("bucket");
        }
    }

    @Test
    void shouldRefuseANameThatIsTooLongOnTheWire() throws IOException, ProtocolException {
        try (RawConnection connection = new RawConnection(servers.getFirst())) {
            connection.hello(ConnectionString.parse(job.connectionString()).token());
            assertThat(connection.receive().status()).isEqualTo(Status.OK);
            byte[] frame = RawConnection.bytes(new Lookup(
                    0, ObjectName.of("b/" + "x".repeat(ObjectName.MAX_LENGTH - 2)), 0, Mutation.NONE, 0));
            int nameLength = FrameHeader.HEADER_LENGTH + 1;
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putShort(nameLength, (short) 1030);
            connection.send(frame);

            assertThat(connection.receive().status()).isEqualTo(Status.PROTOCOL_ERROR);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldRefuseNegativeSizesAndRanges() {
        try (PocketClient pocket = PocketClient.connect(job.connectionString())) {
            pocket.put("b/range", new byte[10]);

            assertThatThrownBy(() -> pocket.getRange("b/range", -1, 5)).hasMessageContaining("-1");
            assertThatThrownBy(() -> pocket.getRange("b/range", 0, -5)).hasMessageContaining("-5");
        }
    }

    @Test
    void shouldCloseOnAnOversizeFrame() throws IOException, ProtocolException {
        for (HostPort server : servers) {
            try (RawConnection connection = new RawConnection(server)) {
                ByteBuffer header =
                        ByteBuffer.allocate(FrameHeader.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
                FrameHeader.writeRequest(header, 0, Opcode.WRITE, 1, 0, 0, 0, Integer.MAX_VALUE - 100);
                connection.send(header.array());

                RawConnection.Answer answer = connection.receive();
                assertThat(answer.status()).isEqualTo(Status.PROTOCOL_ERROR);
                assertThat(answer.detail()).contains("length");
                assertThat(connection.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void shouldCloseOnABatchWithoutItsRequests() throws IOException, ProtocolException {
        try (RawConnection connection = new RawConnection(servers.getFirst())) {
            connection.hello(ConnectionString.parse(job.connectionString()).token());
            assertThat(connection.receive().status()).isEqualTo(Status.OK);
            connection.send(new Batch(3));

            assertThat(connection.receive().status()).isEqualTo(Status.PROTOCOL_ERROR);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldCloseOnGarbage() throws IOException {
        Random random = new Random(7);
        for (HostPort server : servers) {
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[1 + random.nextInt(300)];
                random.nextBytes(garbage);
                garbage[0] = 0x7f;
                try (RawConnection connection = new RawConnection(server)) {
                    connection.send(garbage);
                    if (garbage.length >= FrameHeader.HEADER_LENGTH) {
                        assertThat(connection.isClosedByServer()).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void shouldCutOffHalfAFrameThenSilence() throws IOException {
        for (HostPort server : servers) {
            try (RawConnection connection = new RawConnection(server)) {
                byte[] ping = RawConnection.bytes(new Ping());
                connection.send(Arrays.copyOf(ping, ping.length / 2));

                assertThat(connection.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void shouldNameTheAddressWhenNobodyListens() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String nowhere = new ConnectionString(
                        List.of(new HostPort("127.0.0.1", closed)),
                        "x",
                        ConnectionString.parse(job.connectionString()).token())
                .toString();
        long start = System.nanoTime();

        assertThatThrownBy(() -> {
                    try (PocketClient pocket =
                            PocketClient.connect(nowhere, ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(2)))) {
                        pocket.get("b/a");
                    }
                })
                .isInstanceOf(PocketException.class)
                .hasMessageContaining("127.0.0.1:" + closed);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
