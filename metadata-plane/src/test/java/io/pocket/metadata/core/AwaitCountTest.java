package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.token.JobToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AwaitCountTest {
    private static final int LONG = 200_000;

    private final ShardHarness shard = new ShardHarness();
    private ShardHarness.Peer writer = shard.client();
    private final ShardHarness.Peer reader = shard.client();

    private void await(String prefix, long atLeast) {
        reader.send(new AwaitCount(Bytes.utf8(prefix), atLeast), LONG, ByteBuffer.allocate(0));
    }

    private void put(String name) {
        assertThat(writer.putInline(name, "12345", 0).status()).isEqualTo(Status.OK);
    }

    private void putWithTtl(String name, long ttlMillis) {
        writer.ok(new Commit(writer.nextMutation(), ObjectName.of(name), 0, 0, ttlMillis, 0, 0, List.of()));
    }

    private int answered() {
        return reader.answers().size() - 1;
    }

    private CountReply reply() {
        return (CountReply) reader.last().body();
    }

    @Test
    void shouldAnswerAtOnceWhenThereAreEnough() {
        put("b/a1");
        put("b/a2");
        await("b/a", 2);

        assertThat(reply().objects()).isEqualTo(2);
        assertThat(reply().bytes()).isEqualTo(10);
    }

    @Test
    void shouldAnswerWithTheObjectThatMakesItEnough() {
        put("b/a1");
        await("b/a", 3);
        put("b/a2");
        put("b/x");
        assertThat(answered()).isZero();

        put("b/a3");

        assertThat(reply().objects()).isEqualTo(3);
        assertThat(reply().asOf()).isEqualTo(shard.state().version());
        assertThat(shard.core().statistics().parked()).isZero();
    }

    /** Rule 14: state time goes on from the last record. */
    @Test
    void shouldNotBringBackAfterARestartWhatAPageOrACountLeftOut() {
        for (Request look : List.of(new ListNames(Bytes.utf8("b/"), Bytes.EMPTY, 10), new Count(Bytes.utf8("b/")))) {
            putWithTtl("b/1", 1_000);
            shard.passWithoutTick(1_500);
            writer.ok(look);

            shard.restart();

            ShardHarness.Peer other = shard.client();
            assertThat(other.ask(new Stat(ObjectName.of("b/1"))).status()).isEqualTo(Status.NOT_FOUND);
            writer = other;
        }
    }

    @Test
    void shouldTellWhoWaitsThatTheJobWasDropped() {
        await("b/a", 3);

        shard.connect(Role.CONTROLLER, 1).ok(new DropJob(ShardHarness.JOB, 2_000_000_000));

        assertThat(reader.last().status()).isEqualTo(Status.JOB_DROPPED);
        assertThat(shard.core().statistics().parked()).isZero();
    }

    @Test
    void shouldAnswerEachThatWaitsAtItsOwnCount() {
        await("b/", 2);
        await("b/a/", 1);
        await("b/", 1);
        await("b/a/1", 1);
        put("b/x");
        assertThat(answered()).isEqualTo(1);

        put("b/a/2");
        assertThat(answered()).isEqualTo(3);

        put("b/a/1");
        assertThat(answered()).isEqualTo(4);
    }

    @Test
    void shouldCountDownWhatIsDeletedRenamedOrConsumed() {
        put("b/a1");
        put("b/a2");
        put("b/a3");
        await("b/a", 4);
        writer.ok(new Delete(writer.nextMutation(), ObjectName.of("b/a1"), 0));
        writer.ok(new Rename(writer.nextMutation(), ObjectName.of("b/a2"), ObjectName.of("b/x2"), false));
        ObjectReply claimed =
                (ObjectReply) writer.ok(new Lookup(Lookup.CLAIM, ObjectName.of("b/a3"), 0, writer.nextMutation(), 1000))
                        .body();
        writer.ok(new ClaimEnd(writer.nextMutation(), ObjectName.of("b/a3"), claimed.claimId(), true));
        put("b/a4");
        put("b/a4");
        writer.ok(new Rename(writer.nextMutation(), ObjectName.of("b/x2"), ObjectName.of("b/a2"), false));
        put("b/a6");
        assertThat(answered()).isZero();

        put("b/a7");

        assertThat(reply().objects()).isEqualTo(4);
        assertThat(reply().bytes()).isEqualTo(20);
    }

    @Test
    void shouldCountDownWhatExpires() {
        putWithTtl("b/1", 1_000);
        putWithTtl("b/2", 60_000);
        await("b/", 3);
        shard.pass(1_000);
        put("b/3");
        assertThat(answered()).isZero();

        put("b/4");

        assertThat(reply().objects()).isEqualTo(3);
    }

    /** Between two ticks an expired object is still in the shard's maps. */
    @Test
    void shouldNotCountWhatHasExpiredButNotBeenTakenAway() {
        putWithTtl("b/1", 1_000);
        await("b/", 2);
        shard.passWithoutTick(1_500);
        put("b/2");
        assertThat(answered()).isZero();

        put("b/3");
        assertThat(reply().objects()).isEqualTo(2);

        putWithTtl("c/1", 1_000);
        shard.passWithoutTick(1_500);
        await("c/", 1);
        assertThat(answered()).isEqualTo(1);
    }

    @Test
    void shouldCountDownADeletedBucket() {
        put("b/1");
        put("b/2");
        await("b/", 3);
        writer.ok(new BucketDelete(writer.nextMutation(), "b"));
        put("b/3");
        put("b/4");
        assertThat(answered()).isZero();

        put("b/5");
        assertThat(reply().objects()).isEqualTo(3);
    }

    @Test
    void shouldSayHowManyThereWereWhenTheTimeIsOver() {
        put("b/1");
        reader.send(new AwaitCount(Bytes.utf8("b/"), 5), 2_000, ByteBuffer.allocate(0));
        shard.pass(1_999);
        assertThat(answered()).isZero();

        shard.pass(1);

        assertThat(reader.last().status()).isEqualTo(Status.DEADLINE_EXCEEDED);
        assertThat(((ErrorReply) reader.last().body()).detail()).contains("1 of 5");
        assertThat(shard.core().statistics().parked()).isZero();
    }

    @Test
    void shouldForgetWhatAClosedConnectionWaitedFor() {
        await("b/", 1);
        reader.disconnect();
        put("b/1");

        assertThat(answered()).isZero();
        assertThat(shard.core().waitingCounts()).isZero();
    }

    @Test
    void shouldKeepJobsApart() {
        shard.connect(Role.CONTROLLER, 1).ok(ShardHarness.job(22, 1));
        await("b/", 1);
        shard.connect(Role.CLIENT, 22, 0, JobToken.ALL).putInline("b/1", "", 0);

        assertThat(answered()).isZero();
    }

    @Test
    void shouldRefuseBeyondTheBoundOfWhatWaits() {
        ShardHarness small = new ShardHarness(config -> config.withMaxParked(2));
        ShardHarness.Peer peer = small.client();
        peer.send(new AwaitCount(Bytes.utf8("b/"), 1));
        peer.send(new Lookup(Lookup.AWAIT, ObjectName.of("b/1"), 0, Mutation.NONE, 0));

        assertThat(peer.ask(new AwaitCount(Bytes.utf8("b/"), 1)).status()).isEqualTo(Status.BUSY);
    }

    @Test
    void shouldRefuseZeroAndPrefixesWithoutABucket() {
        await("b/", 0);
        assertThat(reader.last().status()).isEqualTo(Status.INVALID_ARGUMENT);
        await("b", 1);
        assertThat(reader.last().status()).isEqualTo(Status.INVALID_ARGUMENT);
    }

    /** The counts kept up with each change are those of a walk, whatever prefixes are waited for. */
    @Test
    void shouldAgreeWithAWalkAfterManyChanges() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            await("b/" + randomPath(random, 4), 1_000_000 + i);
        }
        for (int i = 0; i < 2_000; i++) {
            String name = "b/" + randomPath(random, 6) + "z";
            if (random.nextInt(3) == 0) {
                writer.ask(new Delete(writer.nextMutation(), ObjectName.of(name), 0));
            } else {
                put(name);
            }
        }
        assertThat(shard.core().waitingCounts()).isEqualTo(200);
        for (String prefix : List.of("", "a", "ab", "abc", "b", "cc", "abca", "c", "ba")) {
            Bytes bytes = Bytes.utf8("b/" + prefix);
            PrefixCounts.Entry entry = shard.state().prefixCounts().find(ShardHarness.JOB, bytes);
            CountReply walked = (CountReply) writer.ok(new Count(bytes)).body();
            if (entry != null) {
                assertThat(entry.objects()).as(prefix).isEqualTo(walked.objects());
                assertThat(entry.bytes()).as(prefix).isEqualTo(walked.bytes());
            }
        }
        assertThat(shard.state().prefixCounts().find(ShardHarness.JOB, Bytes.utf8("b/a")))
                .isNotNull();
    }

    private static String randomPath(Random random, int longest) {
        StringBuilder path = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            path.append((char) ('a' + random.nextInt(3)));
        }
        return path.toString();
    }
}
