package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitOperationTest {
    private final ScriptedServers servers = new ScriptedServers();

    private AwaitOperation<CountReply> awaitCount(Duration time) {
        return servers.start(AwaitOperation.count("b/", 5, servers.in(time)));
    }

    @Test
    void shouldAskInSlicesThatEndBeforeTheConnectionSeemsSilent() {
        AwaitOperation<CountReply> await = awaitCount(Duration.ofSeconds(10));
        servers.greetAll();
        Sent first = servers.take(AwaitCount.class);
        assertThat(first.deadlineMillis()).isEqualTo(4_000);
        servers.pass(Duration.ofSeconds(4));
        servers.refuse(first, Status.DEADLINE_EXCEEDED);

        Sent second = servers.take(AwaitCount.class);
        servers.ok(second, new CountReply(9, 6, 60));

        assertThat(resultOf(await).objects()).isEqualTo(6);
    }

    @Test
    void shouldFailAtTheDeadlineAndSayWhatTheShardSaidLast() {
        AwaitOperation<CountReply> await = awaitCount(Duration.ofSeconds(6));
        servers.greetAll();
        Sent first = servers.take(AwaitCount.class);
        servers.pass(Duration.ofSeconds(4));
        servers.refuse(first, Status.DEADLINE_EXCEEDED);
        assertThat(servers.take(AwaitCount.class).deadlineMillis()).isEqualTo(2_000);
        servers.pass(Duration.ofSeconds(2));

        assertThat(failureOf(await).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(failureOf(await).message()).contains("b/").contains("because");
    }

    @Test
    void shouldWaitForAnObjectWithoutItsBytes() {
        ObjectName name = ObjectName.of("b/a");
        AwaitOperation<ObjectReply> await =
                servers.start(AwaitOperation.object(name, servers.in(Duration.ofSeconds(2))));
        servers.greetAll();
        Sent asked = servers.take(Lookup.class);
        assertThat(((Lookup) asked.request()).flags()).isEqualTo(Lookup.AWAIT | Lookup.NO_INLINE);
        servers.ok(asked, new ObjectReply(5, 5, 3, 0, 0, 0, 0, true, List.of()));

        assertThat(resultOf(await).sizeBytes()).isEqualTo(3);
    }

    /** A job of several shards: who waits is there before the first put. */
    @Test
    void shouldWaitAtTheShardWhereTheBucketWillBe() {
        servers.jobShards = 2;
        AwaitOperation<CountReply> await = awaitCount(Duration.ofSeconds(10));
        servers.greetAll();
        Sent open = servers.take(BucketOpen.class);
        assertThat(open.request()).isEqualTo(new BucketOpen("b", true));
        servers.ok(open, new BucketReply(3, 1, ScriptedServers.SHARD.toString()));
        servers.greetAll();
        servers.ok(servers.take(AwaitCount.class), new CountReply(9, 5, 60));

        assertThat(resultOf(await).objects()).isEqualTo(5);
    }

    @Test
    void shouldNotBeAskedWithoutPauseByAShardThatWillNotWait() {
        AwaitOperation<CountReply> await = awaitCount(Duration.ofSeconds(10));
        servers.greetAll();
        servers.refuse(servers.take(AwaitCount.class), Status.DEADLINE_EXCEEDED);

        assertThat(servers.sent).isEmpty();
        servers.toNextTimer();
        assertThat(servers.take(AwaitCount.class)).isNotNull();
        assertThat(await.isDone()).isFalse();
    }
}
