package io.pocket.control.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.push.ClusterLink.Connection;
import io.pocket.control.push.ClusterLink.Target;
import io.pocket.control.security.ClusterSecret;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.server.EventLoopSettings;
import io.pocket.server.EventLoops;
import io.pocket.server.FrameServer;
import io.pocket.server.ServerLimits;
import io.pocket.server.TransportMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real frames over loopback to a peer that knows one node id. */
class FrameLinkTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int NODE_ID = 3;
    private static final long INCARNATION = 99;

    private final ClusterKey key = ClusterKey.generate();
    private EventLoops loops;
    private FrameServer server;

    @BeforeEach
    void start() throws IOException {
        loops = EventLoops.start(EventLoopSettings.defaults(), 1, "test-link");
        server = FrameServer.start(
                loops.loop(0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ServerLimits.defaults(),
                (loop, gate) -> new ScriptedPeer(NODE_ID, INCARNATION, key),
                new TransportMetrics(loops));
    }

    @AfterEach
    void stop() {
        server.close();
        loops.close();
    }

    @Test
    void shouldIntroduceItselfAndBeAnswered() throws Exception {
        try (Connection connection = connect(key, NODE_ID)) {
            assertThat(connection.call(new JobGrant(1, 2, 3, 0), TIMEOUT))
                    .succeedsWithin(TIMEOUT)
                    .isEqualTo(new Empty());
            assertThat(connection.call(new DropJob(1, 2), TIMEOUT))
                    .succeedsWithin(TIMEOUT)
                    .isEqualTo(new DropReply(1, 2));
        }
    }

    @Test
    void shouldTellARefusalFromSilence() throws Exception {
        try (Connection connection = connect(key, NODE_ID)) {
            assertThat(connection.call(new JobGrant(ScriptedPeer.REFUSED_JOB, 0, 0, 0), TIMEOUT))
                    .failsWithin(TIMEOUT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RefusedException.class)
                    .withMessageContaining("not this job");
            assertThat(connection.call(new JobGrant(ScriptedPeer.UNANSWERED_JOB, 0, 0, 0), SHORT))
                    .failsWithin(TIMEOUT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        }
    }

    /** Then the session connects again with a new token and tells again. */
    @Test
    void shouldTakeAnExpiredTokenForTheLossOfTheConnection() throws Exception {
        try (Connection connection = connect(key, NODE_ID)) {
            assertThat(connection.call(new JobGrant(ScriptedPeer.LATE_JOB, 0, 0, 0), TIMEOUT))
                    .failsWithin(TIMEOUT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldBeRefusedByAnotherNodeThanItMeans() {
        assertThat(link(key).connect(target(NODE_ID + 1), TIMEOUT))
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RefusedException.class);
    }

    @Test
    void shouldBeRefusedWithAnotherKey() {
        assertThat(link(ClusterKey.generate()).connect(target(NODE_ID), TIMEOUT))
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RefusedException.class);
    }

    @Test
    void shouldNoticeWhenThePeerGoes() throws Exception {
        try (Connection connection = connect(key, NODE_ID)) {
            server.close();

            assertThat(connection.closed()).succeedsWithin(TIMEOUT);
            assertThat(connection.call(new JobGrant(1, 2, 3, 0), TIMEOUT)).failsWithin(TIMEOUT);
        }
    }

    @Test
    void shouldFailWhereNobodyListens() {
        Target nobody = target(NODE_ID);
        server.close();

        assertThat(link(key).connect(nobody, TIMEOUT))
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IOException.class);
    }

    private Connection connect(ClusterKey with, int id) throws Exception {
        return link(with).connect(target(id), TIMEOUT).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private FrameLink link(ClusterKey with) {
        return new FrameLink(loops.loop(0), new ClusterSecret(with, InstantSource.system()));
    }

    private Target target(int id) {
        return new Target(
                PeerId.node(id),
                INCARNATION,
                new HostPort("127.0.0.1", server.address().getPort()));
    }
}
