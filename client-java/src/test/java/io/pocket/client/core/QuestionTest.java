package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions to the shard, and what can go wrong before any is answered. */
class QuestionTest {
    private final ScriptedServers servers = new ScriptedServers();

    private Question<CountReply> count() {
        return servers.start(Question.count("bucket/", servers.in(Duration.ofSeconds(30))));
    }

    @Test
    void shouldCount() {
        Question<CountReply> count = count();
        servers.greetAll();
        Sent sent = servers.take(Count.class);
        assertThat(((Count) sent.request()).prefix()).isEqualTo(Bytes.utf8("bucket/"));
        servers.ok(sent, new CountReply(1, 3, 4));
        assertThat(resultOf(count).objects()).isEqualTo(3);
    }

    @Test
    void shouldListOnePage() {
        Question<ListReply> list =
                servers.start(Question.list("bucket/", Bytes.utf8("bucket/a"), 10, servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
        Sent sent = servers.take(ListNames.class);
        assertThat(((ListNames) sent.request()).cursor()).isEqualTo(Bytes.utf8("bucket/a"));
        servers.ok(sent, new ListReply(1, false, List.of()));
        assertThat(resultOf(list).more()).isFalse();
    }

    @Test
    void shouldFailAtOnceWhenTheShardDoesNotAcceptTheToken() {
        Question<CountReply> count = count();
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.UNAUTHENTICATED);
        assertThat(failureOf(count).kind()).isEqualTo(FailureKind.UNAUTHENTICATED);
        assertThat(failureOf(count).message()).contains("bucket/", "the metadata shard at shard:7100", "because");
    }

    @Test
    void shouldGreetAgainForTheNextQuestionAfterARefusal() {
        count();
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.JOB_DROPPED);
        Question<CountReply> count = count();
        servers.greetAll();
        servers.ok(servers.take(Count.class), new CountReply(1, 3, 4));
        assertThat(count.isDone()).isTrue();
    }

    @Test
    void shouldWaitForAJobThatTheShardIsYetToLearn() {
        Question<CountReply> count = count();
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.UNKNOWN_JOB, 300);
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(300_000_000L);
        servers.greetAll();
        servers.ok(servers.take(Count.class), new CountReply(1, 3, 4));
        assertThat(count.isDone()).isTrue();
    }

    @Test
    void shouldRefuseAnotherProtocolVersion() {
        Question<CountReply> count = count();
        servers.acceptAll();
        servers.ok(servers.takeHello(), new HelloReply(2, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, WeightMap.EMPTY));
        assertThat(failureOf(count).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failureOf(count).message()).contains("version 2");
    }

    @Test
    void shouldNotTrustAnAnswerThatNobodyAskedFor() {
        Question<CountReply> count = count();
        servers.greetAll();
        Sent sent = servers.take(Count.class);
        servers.lane.onResponse(sent.to(), 999, Opcode.COUNT, Status.OK, 0, 0, new CountReply(1, 3, 4), 0, servers.now);
        assertThat(servers.closed).containsExactly(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.ok(servers.take(Count.class), new CountReply(1, 3, 4));
        assertThat(resultOf(count).bytes()).isEqualTo(4);
    }

    @Test
    void shouldGiveUpConnectingInTimeAndTryAgain() {
        Question<CountReply> count = count();
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(2 * ScriptedServers.SECOND);
        assertThat(servers.closed).containsExactly(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.ok(servers.take(Count.class), new CountReply(1, 3, 4));
        assertThat(count.isDone()).isTrue();
    }

    @Test
    void shouldFailWhatIsUnderWayWhenTheLaneIsClosed() {
        Question<CountReply> count = count();
        servers.greetAll();
        servers.lane.close();
        assertThat(failureOf(count).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(servers.closed).containsExactly(servers.shard());
        assertThat(servers.lane.timerNanos()).isEqualTo(Lane.NEVER);
    }

    @Test
    void shouldServeSeveralOperationsAtOnce() {
        Question<CountReply> first = count();
        Question<CountReply> second = count();
        servers.greetAll();
        Sent one = servers.take(Count.class);
        Sent two = servers.take(Count.class);
        servers.ok(two, new CountReply(1, 2, 2));
        servers.ok(one, new CountReply(1, 1, 1));
        assertThat(resultOf(first).objects()).isEqualTo(1);
        assertThat(resultOf(second).objects()).isEqualTo(2);
    }
}
