package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.map;
import static io.pocket.client.core.ScriptedServers.member;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.WeightMapReply;
import io.pocket.protocol.message.Write;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a put does when a quota of the job is in the way: it comes back when it was told to, if there is time. */
class QuotaTest {
    private static final ObjectName NAME = ObjectName.of("bucket/object");
    private static final int RETRY_MILLIS = 1_000;

    private final ScriptedServers servers = new ScriptedServers();

    private PutOperation put(int length, Duration deadline) {
        return servers.start(
                new PutOperation(NAME, PutTerms.NONE, new ArraySource(bytes(length)), servers.in(deadline)));
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "QUOTA_EXCEEDED"})
    void shouldComeBackToTheShardExactlyWhenItWasTold(Status status) {
        PutOperation put = put(5, Duration.ofSeconds(30));
        servers.greetAll();
        Sent first = servers.take(Commit.class);
        servers.refuse(first, status, RETRY_MILLIS);

        servers.pass(Duration.ofMillis(RETRY_MILLIS - 1));
        assertThat(servers.sent).isEmpty();
        servers.pass(Duration.ofMillis(1));
        Sent second = servers.take(Commit.class);
        assertThat(((Commit) second.request()).name()).isEqualTo(((Commit) first.request()).name());
        servers.mutated(second, 3);
        assertThat(resultOf(put).version()).isEqualTo(3);
    }

    @Test
    void shouldFailAtOnceWithTheQuotaWhenThereIsNoTimeToComeBack() {
        PutOperation put = put(5, Duration.ofMillis(2 * RETRY_MILLIS));
        servers.greetAll();
        servers.refuse(servers.take(Commit.class), Status.QUOTA_EXCEEDED, RETRY_MILLIS);
        servers.pass(Duration.ofMillis(RETRY_MILLIS));
        assertThat(put.isDone()).isFalse();
        servers.refuse(servers.take(Commit.class), Status.QUOTA_EXCEEDED, RETRY_MILLIS);

        Failure failure = failureOf(put);
        assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
        assertThat(failure.message()).contains("bucket/object", "quota", "because");
        assertThat(failure.retryAfterMillis()).isEqualTo(RETRY_MILLIS);
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void shouldLetGoOfTheSequenceOfAPutThatAQuotaEnded() {
        PutOperation put = put(5, Duration.ofMillis(500));
        servers.greetAll();
        servers.refuse(servers.take(Commit.class), Status.QUOTA_EXCEEDED, RETRY_MILLIS);
        assertThat(put.isDone()).isTrue();

        put(5, Duration.ofSeconds(30));
        Commit next = (Commit) servers.take(Commit.class).request();
        assertThat(next.mutation().sequence()).isEqualTo(2);
        assertThat(next.mutation().acknowledgedBelow()).isEqualTo(2);
    }

    @Test
    void shouldWaitForRoomWhenEachNodeRefusesForTheJobsOwnLimit() {
        PutOperation put = put(50, Duration.ofSeconds(30));
        servers.greetAll();
        refuseAtBothNodes(RETRY_MILLIS);
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map));

        servers.pass(Duration.ofMillis(RETRY_MILLIS - 1));
        assertThat(servers.sent).isEmpty();
        servers.pass(Duration.ofMillis(1));
        refuseAtBothNodes(RETRY_MILLIS);
        assertThat(put.isDone()).as("however often").isFalse();
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map));
        servers.pass(Duration.ofMillis(RETRY_MILLIS));
        servers.ok(servers.take(Write.class));
        servers.mutated(servers.take(Commit.class), 1);
        assertThat(put.isDone()).isTrue();
    }

    private void refuseAtBothNodes(int retryMillis) {
        servers.refuse(servers.take(Write.class), Status.FULL, retryMillis);
        servers.greetAll();
        servers.refuse(servers.take(Write.class), Status.FULL, retryMillis);
    }

    @Test
    void shouldNameTheByteQuotaWhenThereIsNoTimeToWaitForRoom() {
        PutOperation put = put(50, Duration.ofMillis(RETRY_MILLIS));
        servers.greetAll();
        refuseAtBothNodes(RETRY_MILLIS);

        Failure failure = failureOf(put);
        assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
        assertThat(failure.message()).contains("quota", "bytes", "node");
        assertThat(failure.retryAfterMillis()).isEqualTo(RETRY_MILLIS);
    }

    @Test
    void shouldTakeItForAFullStoreWhenOneNodeIsReallyFull() {
        PutOperation put = put(50, Duration.ofSeconds(30));
        servers.greetAll();
        for (int round = 0; round < 2; round++) {
            servers.refuse(servers.take(Write.class), Status.FULL, RETRY_MILLIS);
            servers.greetAll();
            servers.refuse(servers.take(Write.class), Status.FULL);
            if (round == 0) {
                servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map));
                servers.toNextTimer();
            }
        }
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.STORAGE_FULL);
    }

    @Test
    void shouldGreetTheShardAgainWhenItWasToldAndNameTheQuotaInTheEnd() {
        PutOperation put = put(5, Duration.ofMillis(RETRY_MILLIS + 500));
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.QUOTA_EXCEEDED, RETRY_MILLIS);

        servers.pass(Duration.ofMillis(RETRY_MILLIS - 1));
        assertThat(servers.connecting).isEmpty();
        servers.pass(Duration.ofMillis(1));
        assertThat(servers.connecting).hasSize(1);
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.QUOTA_EXCEEDED, RETRY_MILLIS);
        servers.toNextTimer();

        assertThat(servers.sent).noneMatch(sent -> sent.request() instanceof Hello);
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
        assertThat(failureOf(put).message()).contains("bucket/object", "HELLO", "because");
    }

    @Test
    void shouldNameTheQuotaWhenANodeTakesNoMoreConnections() {
        servers.map = map(1, member(1, 10));
        PutOperation put = put(50, Duration.ofSeconds(1));
        servers.acceptAll();
        servers.ok(servers.takeHello(), servers.shardHello());
        while (!put.isDone()) {
            servers.acceptAll();
            servers.sent.stream()
                    .filter(sent -> sent.request() instanceof Hello)
                    .toList()
                    .forEach(sent -> servers.refuse(servers.takeHello(), Status.QUOTA_EXCEEDED, 100));
            servers.sent.stream()
                    .filter(sent -> sent.request() instanceof WeightMapGet)
                    .toList()
                    .forEach(sent -> servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map)));
            if (!put.isDone() && servers.connecting.isEmpty()) {
                servers.toNextTimer();
            }
        }
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
    }
}
