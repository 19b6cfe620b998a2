package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.message.ShardStat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameClientTest {
    static {
        LeakWatch.install();
    }

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Session session = new Session();
    private EventLoops loops;
    private Peer peer;
    private FrameServer server;
    private FrameClient client;

    @BeforeEach
    void startLoop() {
        loops = EventLoops.start(EventLoopSettings.defaults(), 2, "client-test");
    }

    @AfterEach
    void stopAndLookForLeaks() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        loops.close();
        LeakWatch.assertNoLeak();
    }

    /** The client's side: counts and remembers. */
    private static final class Session implements ClientSession {
        final AtomicInteger ready = new AtomicInteger();
        final Queue<String> lost = new ConcurrentLinkedQueue<>();

        @Override
        public Hello hello() {
            return new Hello(Hello.VERSION, Role.NODE, 0, 0, 0, 0, Bytes.EMPTY, "test");
        }

        @Override
        public void ready(HelloReply reply) {
            ready.incrementAndGet();
        }

        @Override
        public void lost(Status status, String detail) {
            lost.add(status + " " + detail);
        }
    }

    /** The server's side: answers PING, fails SHARD_STAT, is silent about NODE_STAT. */
    private static final class Peer implements FrameHandler<Connection> {
        volatile boolean refuseHello;
        final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
        final AtomicInteger pings = new AtomicInteger();

        @Override
        public Connection open(Connection connection) {
            connections.add(connection);
            return connection;
        }

        @Override
        public void onFrame(Connection to, FrameView header, ByteBuffer body, ByteBuffer payload) {
            int opcode = header.opcode();
            long id = header.requestId();
            switch (Opcode.of(opcode)) {
                case HELLO -> hello(to, id);
                case PING -> {
                    pings.incrementAndGet();
                    to.reply(opcode, id, Status.OK, 0, 0, new Empty());
                }
                case SHARD_STAT -> to.reply(opcode, id, Status.BUSY, 7, 0, new ErrorReply(0, "too much to do"));
                default -> assertThat(Opcode.of(opcode)).isEqualTo(Opcode.NODE_STAT);
            }
        }

        private void hello(Connection to, long id) {
            if (refuseHello) {
                to.refuse(Opcode.HELLO.code(), id, Status.UNAUTHENTICATED, "who are you");
                return;
            }
            to.authenticated();
            HelloReply reply = new HelloReply(1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, WeightMap.EMPTY);
            to.reply(Opcode.HELLO.code(), id, Status.OK, 0, 0, reply);
        }

        @Override
        public void closed(Connection connection, CloseReason reason) {
            connections.remove(connection);
        }
    }

    private InetSocketAddress listen(int port) throws IOException {
        peer = new Peer();
        server = FrameServer.start(
                loops.loop(0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                ServerLimits.defaults(),
                (loop, gate) -> peer,
                new TransportMetrics(loops));
        return server.address();
    }

    private void connect(InetSocketAddress address, ClientLimits limits) {
        client = new FrameClient(loops.loop(1), address, limits, session, new Random(3));
        client.start();
    }

    private static ClientLimits limits() {
        return ClientLimits.defaults().withBackoff(Duration.ofMillis(5), Duration.ofMillis(20));
    }

    private void connectAndWait() throws IOException {
        connect(listen(0), limits());
        awaitReady(1);
    }

    private void awaitReady(int times) {
        Eventually.isTrue("ready", () -> session.ready.get() == times);
    }

    private static RequestFailedException failureOf(CompletableFuture<Response> call) {
        try {
            call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return (RequestFailedException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGreetAndAsk() throws Exception {
        connectAndWait();
        assertThat(client.call(new Ping(), LONG).get(20, TimeUnit.SECONDS)).isEqualTo(new Empty());
    }

    @Test
    void shouldLookUpANameOffTheLoop() throws Exception {
        int port = listen(0).getPort();
        connect(InetSocketAddress.createUnresolved("localhost", port), limits());
        awaitReady(1);
    }

    @Test
    void shouldHaveManyRequestsUnderWay() throws Exception {
        connectAndWait();
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            calls.add(client.call(new Ping(), LONG));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(peer.pings).hasValue(500);
    }

    @Test
    void shouldPassOnARefusal() throws Exception {
        connectAndWait();
        RequestFailedException failure = failureOf(client.call(new ShardStat(), LONG));
        assertThat(failure.status()).isEqualTo(Status.BUSY);
        assertThat(failure.retryAfterMillis()).isEqualTo(7);
        assertThat(failure).hasMessageContaining("too much to do");
    }

    @Test
    void shouldFailARequestAtItsDeadlineAndGoOn() throws Exception {
        connectAndWait();
        assertThat(failureOf(client.call(new NodeStat(), SHORT)).status()).isEqualTo(Status.DEADLINE_EXCEEDED);
        assertThat(client.call(new Ping(), LONG).get(20, TimeUnit.SECONDS)).isEqualTo(new Empty());
    }

    @Test
    void shouldFailAtOnceWhenNotConnected() throws Exception {
        connect(freeAddress(), limits());
        assertThat(failureOf(client.call(new Ping(), LONG)).status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void shouldRefuseMoreThanItsOutstandingRequests() throws Exception {
        connect(listen(0), limits().withMaxOutstandingRequests(1));
        awaitReady(1);
        CompletableFuture<Response> first = client.call(new NodeStat(), LONG);
        assertThat(failureOf(client.call(new Ping(), LONG)).status()).isEqualTo(Status.BUSY);
        client.close();
        assertThat(failureOf(first).status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void shouldComeBackWhenTheConnectionIsLost() throws Exception {
        connectAndWait();
        CompletableFuture<Response> underWay = client.call(new NodeStat(), LONG);
        Eventually.isTrue("connected", () -> !peer.connections.isEmpty());
        loops.loop(0).execute(() -> peer.connections.peek().close());
        assertThat(failureOf(underWay).status()).isEqualTo(Status.UNAVAILABLE);
        awaitReady(2);
        assertThat(session.lost).hasSize(1).first().asString().contains("closed the connection");
        assertThat(client.call(new Ping(), LONG).get(20, TimeUnit.SECONDS)).isEqualTo(new Empty());
    }

    @Test
    void shouldKeepTryingUntilThePeerListens() throws Exception {
        InetSocketAddress address = freeAddress();
        connect(address, limits());
        Eventually.isTrue("refused a few times", () -> session.lost.size() >= 3);
        listen(address.getPort());
        awaitReady(1);
    }

    @Test
    void shouldTellWhyTheGreetingWasRefusedAndTryAgain() throws Exception {
        InetSocketAddress address = listen(0);
        peer.refuseHello = true;
        connect(address, limits());
        Eventually.isTrue("refused", () -> !session.lost.isEmpty());
        assertThat(session.lost.peek()).startsWith("UNAUTHENTICATED").contains("who are you");
        peer.refuseHello = false;
        awaitReady(1);
    }

    @Test
    void shouldGiveUpAPeerThatDoesNotAnswerTheGreeting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            connect((InetSocketAddress) silent.getLocalSocketAddress(), limits().withConnectDeadline(SHORT));
            Eventually.isTrue("given up", () -> !session.lost.isEmpty());
            assertThat(session.lost.peek()).startsWith("DEADLINE_EXCEEDED");
        }
    }

    @Test
    void shouldDropAPeerThatSpeaksSomethingElse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            connect((InetSocketAddress) other.getLocalSocketAddress(), limits());
            try (Socket accepted = other.accept()) {
                accepted.getOutputStream().write(new byte[100]);
                Eventually.isTrue("dropped", () -> !session.lost.isEmpty());
            }
            assertThat(session.lost.peek()).startsWith("PROTOCOL_ERROR").contains("not a Pocket frame");
        }
    }

    @Test
    void shouldFailWhatIsUnderWayWhenClosed() throws Exception {
        connectAndWait();
        CompletableFuture<Response> underWay = client.call(new NodeStat(), LONG);
        client.close();
        client.close();
        assertThat(failureOf(underWay)).hasMessageContaining("this client was closed");
        Eventually.isTrue("the peer sees it", () -> peer.connections.isEmpty());
        assertThatThrownBy(() -> client.call(new Ping(), LONG).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("UNAVAILABLE");
        assertThat(session.ready).hasValue(1);
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) free.getLocalSocketAddress();
        }
    }
}
