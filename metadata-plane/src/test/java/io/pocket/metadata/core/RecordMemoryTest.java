package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import org.junit.jupiter.api.Test;

class RecordMemoryTest {
    private static final long MEMORY = 4 << 20;

    private final ShardHarness shard = new ShardHarness();
    private Peer client;
    private int objects;

    /** The answer that refused. */
    private Answer fill() {
        shard.restartWithRecordMemory(MEMORY);
        client = shard.client();
        Answer answer = put(client, name(0), 1);
        while (answer.status() == Status.OK) {
            objects++;
            answer = put(client, name(objects), objects + 1);
        }
        return answer;
    }

    private static Answer put(Peer client, String name, int sequence) {
        Mutation next = client.nextMutation();
        Mutation withFloor = new Mutation(next.upload(), next.sequence(), next.acknowledgedBelow(), sequence);
        return client.ask(client.commitOf(withFloor, name, sequence));
    }

    private static String name(int number) {
        return "b/object-" + number;
    }

    @Test
    void shouldRefuseACommitWhenFullAndTakeItWhenSomethingIsGone() {
        Answer refused = fill();
        assertThat(refused.status()).isEqualTo(Status.STORAGE_FULL);
        assertThat(refused.retryAfterMillis()).isPositive();
        assertThat(refused.body().toString()).contains("--record-memory");
        assertThat(shard.core().recordStatistics().takenBytes()).isLessThanOrEqualTo(MEMORY);
        assertThat(objects).isGreaterThan(20_000);

        client.ok(new Delete(client.nextMutation(), ObjectName.of(name(7)), 0));

        assertThat(put(client, name(7), objects + 2).status()).isEqualTo(Status.OK);
        assertThat(put(client, name(objects + 1), objects + 3).status()).isEqualTo(Status.STORAGE_FULL);
    }

    @Test
    void shouldLetConsumersGoOnWhenFull() {
        fill();

        Lookup claim = new Lookup(Lookup.CLAIM, ObjectName.of(name(3)), 0, client.nextMutation(), 1000);
        long id = ((ObjectReply) client.ok(claim).body()).claimId();
        client.ok(new ClaimEnd(client.nextMutation(), ObjectName.of(name(3)), id, true));

        assertThat(put(client, name(3), objects + 2).status()).isEqualTo(Status.OK);
    }

    /** What was acknowledged comes back, however little memory there is now. */
    @Test
    void shouldRecoverMoreThanItHasRoomFor() {
        fill();

        shard.restartWithRecordMemory(MEMORY / 2);

        Peer reader = shard.client();
        CountReply count = (CountReply) reader.ok(new Count(Bytes.utf8("b/"))).body();
        assertThat(count.objects()).isEqualTo(objects);
        assertThat(put(reader, "b/another", 1).status()).isEqualTo(Status.STORAGE_FULL);
        assertThat(shard.core().recordStatistics().freeBytes()).isZero();
    }

    /** Their objects are given back while the shard runs, which no record says. */
    @Test
    void shouldNotNeedMoreForARestartWhenJobsWereDropped() {
        shard.restartWithRecordMemory(MEMORY);
        for (int job = 22; job < 27; job++) {
            shard.connect(Role.CONTROLLER, 1).ok(ShardHarness.job(job, 1));
            Peer worker = shard.connect(Role.CLIENT, job);
            for (int i = 1; put(worker, name(i), i).status() == Status.OK; i++) {
                objects++;
            }
            shard.connect(Role.CONTROLLER, 1).ok(new DropJob(job, Long.MAX_VALUE));
            while (shard.core().hasGarbage()) {
                shard.pass(1);
            }
        }
        assertThat(objects).isGreaterThan(100_000);

        shard.restart();

        assertThat(shard.core().recordStatistics().takenBytes()).isLessThanOrEqualTo(MEMORY);
    }
}
