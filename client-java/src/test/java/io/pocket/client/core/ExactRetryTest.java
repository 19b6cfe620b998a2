package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Lookup;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule 4: what was sent and not answered is sent again, identical, or its outcome is unknown. */
class ExactRetryTest {
    private static final ObjectName NAME = ObjectName.of("bucket/key");

    private final ScriptedServers servers = new ScriptedServers();

    private Change delete() {
        return servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(30))));
    }

    private PutOperation put() {
        return servers.start(
                new PutOperation(NAME, PutTerms.NONE, new ArraySource(bytes(5)), servers.in(Duration.ofSeconds(30))));
    }

    @Test
    void shouldRepeatTheIdenticalMutationOnTheNextConnectionOfTheSameUpload() {
        Change delete = delete();
        servers.greetAll();
        Sent first = servers.take(Delete.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(((Hello) hello.request()).resumeUpload()).isEqualTo(ScriptedServers.UPLOAD);
        servers.ok(hello, servers.shardHello());
        Sent second = servers.take(Delete.class);
        assertThat(second.request()).isEqualTo(first.request());
        servers.mutated(second, 9);
        assertThat(resultOf(delete).version()).isEqualTo(9);
    }

    @Test
    void shouldRepeatInlineBytesToo() {
        put();
        servers.greetAll();
        Sent first = servers.take(Commit.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        Sent second = servers.take(Commit.class);
        assertThat(second.request()).isEqualTo(first.request());
        assertThat(second.payload()).isEqualTo(first.payload());
    }

    @Test
    void shouldReplaceAConnectionThatIsSilentWhileAnAnswerIsDue() {
        delete();
        servers.greetAll();
        Sent first = servers.take(Delete.class);
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(5 * ScriptedServers.SECOND);
        assertThat(servers.closed).containsExactly(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        assertThat(servers.take(Delete.class).request()).isEqualTo(first.request());
    }

    @Test
    void shouldNotKnowTheOutcomeWhenTheUploadExpiredBeforeTheAnswer() {
        Change delete = delete();
        servers.greetAll();
        servers.take(Delete.class);
        servers.cut(servers.shard());
        servers.upload = UploadId.of(1, 8);
        servers.toNextTimer();
        servers.greetAll();
        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(failureOf(delete).outcomeUnknown()).isTrue();
        assertThat(servers.sent).isEmpty();
    }

    @Test
    void shouldNotKnowTheOutcomeWhenARepetitionIsToldThatTheUploadExpired() {
        Change delete = delete();
        servers.greetAll();
        servers.take(Delete.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Delete.class), Status.UPLOAD_EXPIRED);
        servers.upload = UploadId.of(1, 8);
        servers.toNextTimer();
        servers.greetAll();
        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldStartAfreshWhenTheFirstSendingIsToldThatTheUploadExpired() {
        Change delete = delete();
        servers.greetAll();
        servers.refuse(servers.take(Delete.class), Status.UPLOAD_EXPIRED);
        servers.upload = UploadId.of(1, 8);
        servers.toNextTimer();
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(((Hello) hello.request()).resumeUpload()).isZero();
        servers.ok(hello, servers.shardHello());
        Sent again = servers.take(Delete.class);
        assertThat(((Delete) again.request()).mutation().upload()).isEqualTo(UploadId.of(1, 8));
        assertThat(((Delete) again.request()).mutation().sequence()).isEqualTo(1);
        servers.mutated(again, 3);
        assertThat(delete.isDone()).isTrue();
    }

    @Test
    void shouldRecoverByItselfAfterAFreezeThatOutlastedConnectionAndUpload() {
        delete();
        servers.greetAll();
        servers.mutated(servers.take(Delete.class), 3);
        servers.now += 600 * ScriptedServers.SECOND;
        servers.upload = UploadId.of(1, 8);
        PutOperation put = put();
        assertThat(servers.closed).containsExactly(servers.shard());
        servers.greetAll();
        Sent commit = servers.take(Commit.class);
        assertThat(((Commit) commit.request()).mutation().upload()).isEqualTo(UploadId.of(1, 8));
        servers.mutated(commit, 4);
        assertThat(put.isDone()).isTrue();
    }

    @Test
    void shouldTellThatATimedOutMutationMayHaveTakenEffect() {
        Change delete = servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(1))));
        servers.greetAll();
        servers.take(Delete.class);
        servers.pass(Duration.ofSeconds(1));
        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(failureOf(delete).outcomeUnknown()).isTrue();
    }

    @Test
    void shouldTellThatAMutationThatNeverLeftHadNoEffect() {
        Change delete = servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(1))));
        servers.cut(servers.shard());
        servers.now = ScriptedServers.SECOND;
        servers.lane.onTime(servers.now);
        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(delete).message()).contains("the metadata shard at shard:7100", "connection reset");
        assertThat(failureOf(delete).outcomeUnknown()).isFalse();
    }

    @Test
    void shouldForgetAMutationNobodyWaitsForWithTheNextOne() {
        servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(1))));
        servers.greetAll();
        servers.take(Delete.class);
        servers.pass(Duration.ofSeconds(1));
        delete();
        Delete second = (Delete) servers.take(Delete.class).request();
        assertThat(second.mutation().sequence()).isEqualTo(2);
        assertThat(second.mutation().acknowledgedBelow()).isEqualTo(2);
    }

    @Test
    void shouldAcknowledgeResultsWithTheNextMutation() {
        for (int i = 1; i <= 3; i++) {
            delete();
            servers.greetAll();
            Sent sent = servers.take(Delete.class);
            assertThat(((Delete) sent.request()).mutation().sequence()).isEqualTo(i);
            assertThat(((Delete) sent.request()).mutation().acknowledgedBelow()).isEqualTo(i);
            servers.mutated(sent, i);
        }
    }

    @Test
    void shouldAskUnderANewSequenceAfterThePauseThatABusyShardAsksFor() {
        Change delete = delete();
        servers.greetAll();
        Sent first = servers.take(Delete.class);
        servers.refuse(first, Status.BUSY, 70);
        assertThat(servers.sent).isEmpty();
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(70_000_000L);
        Sent second = servers.take(Delete.class);
        assertThat(((Delete) second.request()).mutation().sequence()).isEqualTo(2);
        assertThat(((Delete) second.request()).mutation().acknowledgedBelow())
                .as("the refused one keeps nothing from being forgotten")
                .isEqualTo(2);
        servers.mutated(second, 1);
        assertThat(delete.isDone()).isTrue();
    }

    @Test
    void shouldKeepTheSequenceOfAMutationThatIsRefusedAfterAnEarlierSendingWentUnanswered() {
        delete();
        servers.greetAll();
        Sent first = servers.take(Delete.class);
        servers.cut(first.to());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Delete.class), Status.BUSY, 70);
        servers.toNextTimer();

        assertThat(servers.take(Delete.class).request()).isEqualTo(first.request());
    }

    @Test
    void shouldReportTheQuotaWhenItDoesNotRecoverInTime() {
        Change delete = servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(1))));
        servers.greetAll();
        while (!delete.isDone()) {
            servers.refuse(servers.take(Delete.class), Status.QUOTA_EXCEEDED, 400);
            if (!delete.isDone()) {
                servers.toNextTimer();
            }
        }
        assertThat(servers.now).as("when there was no time for another attempt").isEqualTo(800_000_000L);
        assertThat(failureOf(delete).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
        assertThat(failureOf(delete).retryAfterMillis()).isEqualTo(400);
        assertThat(failureOf(delete).outcomeUnknown()).isFalse();
    }

    @Test
    void shouldRepeatALookupAfterALostConnection() {
        GetOperation get = servers.start(
                new GetOperation(NAME, GetTerms.WHOLE, new ArraySink(), servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
        servers.take(Lookup.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Lookup.class), Status.NOT_FOUND);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
    }

    @Test
    void shouldPauseBetweenConnectionsOfAServerThatGreetsAndHangsUp() {
        delete();
        servers.greetAll();
        servers.cut(servers.shard());
        servers.toNextTimer();
        assertThat(servers.now).isZero();
        servers.greetAll();
        servers.cut(servers.shard());
        servers.toNextTimer();
        assertThat(servers.now).isPositive();
    }
}
