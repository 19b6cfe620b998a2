package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.token.JobToken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 8, as far as a shard keeps it. */
class QuotaTest {
    private static final ObjectName NAME = ObjectName.of("b/a");

    private final ShardHarness shard = new ShardHarness();
    private final Peer controller = shard.connect(Role.CONTROLLER, 1);

    private void limit(long objects, long inlineBytes, int operations, int connections) {
        controller.ok(job(objects, inlineBytes, operations, connections, 0));
    }

    private static JobPut job(long objects, long inlineBytes, int operations, int connections, long ttlMillis) {
        return ShardHarness.job(ShardHarness.JOB, 1, objects, inlineBytes, operations, connections, ttlMillis);
    }

    private static String detail(Answer answer) {
        return ((ErrorReply) answer.body()).detail();
    }

    private JobUsage usage() {
        JobUsageReply reply =
                (JobUsageReply) controller.ok(new JobUsageGet(0, 10)).body();
        assertThat(reply.more()).isFalse();
        return reply.jobs().getFirst();
    }

    @Test
    void shouldRefuseTheObjectTooManyAndTakeOneInItsPlace() {
        limit(2, 0, 0, 0);
        Peer client = shard.client();
        client.putInline("b/1", "x", 0);
        client.putInline("b/2", "x", 0);

        Answer refused = client.putInline("b/3", "x", 0);
        assertThat(refused.status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(refused.retryAfterMillis()).isEqualTo(1000);
        assertThat(detail(refused)).contains("2 objects");
        assertThat(client.putInline("b/2", "y", 0).status()).as("replacing").isEqualTo(Status.OK);

        client.ok(new Delete(client.nextMutation(), ObjectName.of("b/1"), 0));
        assertThat(client.putInline("b/3", "x", 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseInlineBytesTooManyAndCountWhatIsReplaced() {
        limit(0, 10, 0, 0);
        Peer client = shard.client();
        client.putInline("b/1", "12345678", 0);

        assertThat(client.putInline("b/2", "abc", 0).status()).isEqualTo(Status.INLINE_FULL);
        assertThat(client.putInline("b/1", "1234567890", 0).status()).isEqualTo(Status.OK);
        assertThat(client.putInline("b/1", "12345678901", 0).status()).isEqualTo(Status.INLINE_FULL);
        assertThat(client.putInline("b/2", "", 0).status()).as("no bytes").isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseOperationsOverTheRateWithTheExactTimeAndCarryOutNothing() {
        limit(0, 0, 4, 0);
        Peer client = shard.client();
        for (int i = 0; i < 4; i++) {
            assertThat(client.putInline("b/" + i, "x", 0).status()).isEqualTo(Status.OK);
        }
        long version = shard.state().version();

        Answer refused = client.putInline("b/a", "x", 0);
        assertThat(refused.status()).isEqualTo(Status.BUSY);
        assertThat(refused.retryAfterMillis()).isEqualTo(250);
        assertThat(detail(refused)).contains("4 operations a second");
        assertThat(shard.state().version()).isEqualTo(version);
        assertThat(shard.state().find(ShardHarness.JOB, NAME)).isNull();

        shard.pass(249);
        assertThat(client.ask(new Stat(NAME)).status()).isEqualTo(Status.BUSY);
        shard.pass(1);
        assertThat(client.putInline(client.lastMutation(), "b/a", "x", 0).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldLetLeasesAndServicesThroughWhenTheRateIsUsedUp() {
        limit(0, 0, 1, 0);
        Peer client = shard.client();
        client.putInline("b/a", "x", 0);
        assertThat(client.ask(new Stat(NAME)).status()).isEqualTo(Status.BUSY);

        client.ok(new Renew(client.upload(), 0));
        client.ok(new WeightMapGet());
        client.ok(new Ping());
        limit(0, 0, 1, 0);
        assertThat(usage().objects()).isOne();
    }

    @Test
    void shouldKeepALeaseAliveByARefusedRequest() {
        limit(0, 0, 1, 0);
        Peer client = shard.client();
        for (int i = 0; i < 3; i++) {
            shard.pass(ShardHarness.LEASE_MILLIS - 1);
            client.ask(new Stat(NAME));
            client.ask(new Stat(NAME));
        }
        assertThat(client.last().status()).isEqualTo(Status.BUSY);
        client.ok(new Renew(client.upload(), 0));
    }

    @Test
    void shouldRefuseTheConnectionTooManyAndOpenNoUpload() {
        limit(0, 0, 0, 2);
        Peer first = shard.client();
        shard.client();
        int uploads = shard.state().liveUploadCount();

        Peer third = shard.client();
        assertThat(third.last().status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(third.last().retryAfterMillis()).isEqualTo(1000);
        assertThat(detail(third.last())).contains("2 client connections");
        assertThat(shard.state().liveUploadCount()).isEqualTo(uploads);

        first.disconnect();
        first.disconnect();
        third.sayHello(Role.CLIENT, ShardHarness.JOB, 0, JobToken.ALL);
        assertThat(third.last().status())
                .as("room again, on the same connection")
                .isEqualTo(Status.OK);
        assertThat(shard.client().last().status()).isEqualTo(Status.QUOTA_EXCEEDED);
        assertThat(usage().connections()).isEqualTo(2);
    }

    @Test
    void shouldTakeBackAClientWhoseFormerConnectionIsStillCounted() {
        limit(0, 0, 0, 1);
        Peer client = shard.client();

        Peer again = shard.connect(Role.CLIENT, ShardHarness.JOB, client.upload(), JobToken.ALL);
        assertThat(again.upload()).isEqualTo(client.upload());
        assertThat(usage().connections())
                .as("before the driver tells of the end")
                .isOne();
        client.disconnect();
        assertThat(usage().connections()).isOne();
        assertThat(shard.client().last().status()).isEqualTo(Status.QUOTA_EXCEEDED);
    }

    @Test
    void shouldEndObjectsByTheTtlOfTheJobWhereNeitherObjectNorBucketHasOne() {
        controller.ok(job(0, 0, 0, 0, 1_000));
        Peer client = shard.client();
        client.ok(new BucketCreate(client.nextMutation(), "long", 5_000));
        client.putInline("b/a", "x", 0);
        client.putInline("long/a", "x", 0);
        shard.restart();

        shard.pass(999);
        assertThat(shard.state().find(ShardHarness.JOB, NAME)).isNotNull();
        shard.pass(1);
        assertThat(shard.state().find(ShardHarness.JOB, NAME)).isNull();
        assertThat(shard.state().find(ShardHarness.JOB, ObjectName.of("long/a")))
                .isNotNull();
    }

    @Test
    void shouldTellWhatEachJobUsesAPageAtATime() {
        long other = ShardHarness.JOB + 2;
        controller.ok(ShardHarness.job(other, 1));
        controller.ok(ShardHarness.job(ShardHarness.JOB + 1, 1));
        Peer client = shard.client();
        client.putInline("b/1", "abc", 0);
        client.putChunk("b/2", 1);
        client.ask(new Stat(NAME));

        JobUsageReply first =
                (JobUsageReply) controller.ok(new JobUsageGet(0, 2)).body();
        assertThat(first.more()).isTrue();
        assertThat(first.jobs())
                .containsExactly(
                        new JobUsage(ShardHarness.JOB, 2, 5003, 3, 4, 1),
                        new JobUsage(ShardHarness.JOB + 1, 0, 0, 0, 0, 0));
        JobUsageReply second = (JobUsageReply)
                controller.ok(new JobUsageGet(ShardHarness.JOB + 1, 2)).body();
        assertThat(second).isEqualTo(new JobUsageReply(false, List.of(new JobUsage(other, 0, 0, 0, 0, 0))));
        assertThat(controller.ask(new JobUsageGet(0, 0)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(controller.ask(new JobUsageGet(0, 1001)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.ask(new JobUsageGet(0, 1)).status()).isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void shouldCountRefusalsByQuota() {
        limit(1, 1, 3, 1);
        Peer client = shard.client();
        shard.client();
        client.putInline("b/1", "x", 0);
        client.putInline("b/2", "", 0);
        client.putInline("b/1", "xx", 0);
        client.ask(new Stat(NAME));

        assertThat(shard.core().quotaRefusals())
                .isEqualTo(
                        Map.of(Quota.OBJECTS, 1L, Quota.INLINE_BYTES, 1L, Quota.OPERATIONS, 1L, Quota.CONNECTIONS, 1L));
    }
}
