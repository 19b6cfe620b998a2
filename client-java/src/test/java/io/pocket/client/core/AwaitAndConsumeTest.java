package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.SECOND;
import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitAndConsumeTest {
    private static final ObjectName NAME = ObjectName.of("bucket/key");
    private static final byte[] CONTENT = bytes(7);
    private static final GetTerms CONSUMING = new GetTerms(0, GetTerms.TO_THE_END, 0, 0, true);

    private final ScriptedServers servers = new ScriptedServers();
    private final ArraySink sink = new ArraySink();

    private GetOperation get(GetTerms terms) {
        GetOperation get = servers.start(new GetOperation(NAME, terms, sink, servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
        return get;
    }

    private static GetTerms awaiting(long seconds) {
        return new GetTerms(0, GetTerms.TO_THE_END, seconds * SECOND, 0, false);
    }

    private static ObjectReply claimed(byte[] bytes) {
        int crc32c = Checksum.crc32c(bytes, 0, bytes.length);
        return new ObjectReply(5, 3, bytes.length, crc32c, 1, 0, 55, true, List.of());
    }

    @Test
    void shouldAskTheShardToWaitButNotUntilItLooksDead() {
        get(awaiting(20));
        Sent sent = servers.take(Lookup.class);
        assertThat(((Lookup) sent.request()).flags()).isEqualTo(Lookup.AWAIT);
        assertThat(sent.deadlineMillis()).isEqualTo(4_000);
    }

    @Test
    void shouldAskAgainUntilTheNameAppears() {
        GetOperation get = get(awaiting(20));
        for (int i = 1; i < 4; i++) {
            Sent sent = servers.take(Lookup.class);
            servers.pass(Duration.ofMillis(3_900));
            servers.refuse(sent, i % 2 == 0 ? Status.NOT_FOUND : Status.DEADLINE_EXCEEDED);
        }
        servers.okWithPayload(servers.take(Lookup.class), SmallObjectTest.inline(CONTENT, 3), CONTENT);
        assertThat(get.isDone()).isTrue();
        assertThat(sink.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void shouldPauseWhenTheShardDoesNotWait() {
        get(awaiting(20));
        servers.refuse(servers.take(Lookup.class), Status.NOT_FOUND);
        assertThat(servers.sent).isEmpty();
        servers.toNextTimer();
        assertThat(servers.now).isPositive();
        assertThat(servers.take(Lookup.class)).isNotNull();
    }

    @Test
    void shouldSayThatTheNameDidNotAppear() {
        GetOperation get = get(awaiting(3));
        Sent sent = servers.take(Lookup.class);
        assertThat(sent.deadlineMillis()).isEqualTo(3_000);
        servers.pass(Duration.ofSeconds(3));
        servers.refuse(sent, Status.DEADLINE_EXCEEDED);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
        assertThat(failureOf(get).asOf()).isEqualTo(77);
    }

    @Test
    void shouldConfirmAfterTheChecksumAndOnlyThenBeDone() {
        GetOperation get = get(CONSUMING);
        Sent sent = servers.take(Lookup.class);
        Lookup lookup = (Lookup) sent.request();
        assertThat(lookup.flags()).isEqualTo(Lookup.CLAIM);
        assertThat(lookup.mutation().sequence()).isEqualTo(1);
        assertThat(lookup.claimLeaseMillis()).isGreaterThanOrEqualTo(30_000);
        servers.okWithPayload(sent, claimed(CONTENT), CONTENT);
        assertThat(get.isDone()).isFalse();
        Sent end = servers.take(ClaimEnd.class);
        assertThat(((ClaimEnd) end.request()).claimId()).isEqualTo(55);
        assertThat(((ClaimEnd) end.request()).consumed()).isTrue();
        servers.mutated(end, 6);
        assertThat(get.isDone()).isTrue();
        assertThat(sink.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void shouldGiveTheClaimBackWhenTheBytesCannotBeRead() {
        GetOperation get = get(CONSUMING);
        servers.okWithPayload(servers.take(Lookup.class), claimed(CONTENT), bytes(6));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.SERVER_ERROR);
        Sent end = servers.take(ClaimEnd.class);
        assertThat(((ClaimEnd) end.request()).consumed()).isFalse();
        servers.mutated(end, 6);
        servers.start(Change.delete(NAME, 0, servers.in(Duration.ofSeconds(30))));
        assertThat(((Delete) servers.take(Delete.class).request()).mutation().acknowledgedBelow())
                .isEqualTo(3);
    }

    @Test
    void shouldGiveTheClaimBackBeforeItLooksAgain() {
        byte[] wrong = CONTENT.clone();
        wrong[3]++;
        get(CONSUMING);
        servers.okWithPayload(servers.take(Lookup.class), claimed(CONTENT), wrong);
        Sent end = servers.take(ClaimEnd.class);
        assertThat(((ClaimEnd) end.request()).consumed()).isFalse();
        servers.mutated(end, 6);
        assertThat(((Lookup) servers.take(Lookup.class).request()).mutation().sequence())
                .isEqualTo(3);
    }

    @Test
    void shouldReportAClaimThatEndedBeforeItsConfirmation() {
        GetOperation get = get(CONSUMING);
        servers.okWithPayload(servers.take(Lookup.class), claimed(CONTENT), CONTENT);
        servers.refuse(servers.take(ClaimEnd.class), Status.CLAIM_LOST);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.CLAIM_LOST);
    }

    @Test
    void shouldReportAnotherReadersClaimAtOnceUnlessAwaiting() {
        GetOperation get = get(CONSUMING);
        servers.refuse(servers.take(Lookup.class), Status.CLAIMED);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.CLAIMED);
    }

    @Test
    void shouldWaitForAnotherReadersClaimToEndWhenAwaiting() {
        get(new GetTerms(0, GetTerms.TO_THE_END, 20 * SECOND, 0, true));
        servers.refuse(servers.take(Lookup.class), Status.CLAIMED, 50);
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(50_000_000L);
        assertThat(((Lookup) servers.take(Lookup.class).request()).mutation().sequence())
                .isEqualTo(2);
    }

    @Test
    void shouldClaimAnewWhenTheLostAnswersClaimHasEnded() {
        get(CONSUMING);
        servers.take(Lookup.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Lookup.class), Status.CLAIM_LOST);
        assertThat(((Lookup) servers.take(Lookup.class).request()).mutation().sequence())
                .isEqualTo(2);
    }

    /** After a freeze the answer is handled before the deadline is. */
    @Test
    void shouldAskForALeaseEvenWhenTheDeadlineHasPassed() {
        get(CONSUMING);
        Sent late = servers.take(Lookup.class);
        servers.now += 31 * SECOND;

        servers.refuse(late, Status.CLAIM_LOST);

        assertThat(((Lookup) servers.take(Lookup.class).request()).claimLeaseMillis())
                .isEqualTo(1);
    }

    @Test
    void shouldRepeatTheConfirmationExactly() {
        GetOperation get = get(CONSUMING);
        servers.okWithPayload(servers.take(Lookup.class), claimed(CONTENT), CONTENT);
        Sent first = servers.take(ClaimEnd.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        Sent second = servers.take(ClaimEnd.class);
        assertThat(second.request()).isEqualTo(first.request());
        servers.mutated(second, 6);
        assertThat(get.isDone()).isTrue();
    }
}
