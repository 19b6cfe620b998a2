package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.BatchBuilder.Answer;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.AwaitCount;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.token.JobToken;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int LARGE = 60_000;

    private final ShardHarness shard = new ShardHarness(config -> config.withSizes(1 << 16, 1 << 20));
    private final ShardHarness.Peer client = shard.client();

    private BatchStatistics statistics() {
        return shard.core().batchStatistics();
    }

    @Test
    void shouldAnswerEachRequestAsIfItHadComeAlone() {
        Map<Long, Answer> answers = new BatchBuilder()
                .put(11, client.nextMutation(), "b/one", "uno")
                .put(12, client.nextMutation(), "b/two", "due")
                .lookup(13, "b/one", 0)
                .lookup(14, "b/three", 0)
                .ask(client);

        assertThat(client.last().body()).isEqualTo(new BatchReply(4));
        assertThat(answers).containsOnlyKeys(11L, 12L, 13L, 14L);
        assertThat(answers.get(12L).body()).isInstanceOf(Mutated.class);
        assertThat(answers.get(13L).payload()).isEqualTo("uno");
        assertThat(answers.get(14L).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(statistics()).isEqualTo(new BatchStatistics(1, 4, 0, 0, 0));
    }

    @Test
    void shouldAnswerARepeatedBatchFromTheLog() {
        Mutation mutation = client.nextMutation();
        Map<Long, Answer> first =
                new BatchBuilder().put(1, mutation, "b/a", "x").ask(client);
        Map<Long, Answer> again =
                new BatchBuilder().put(9, mutation, "b/a", "x").ask(client);

        assertThat(again.get(9L).body()).isEqualTo(first.get(1L).body());
    }

    @Test
    void shouldLeaveWhenTheLastAnswerIsThere() {
        new BatchBuilder().lookup(1, "b/a", Lookup.AWAIT).lookup(2, "b/b", 0).send(client);
        assertThat(client.answers()).hasSize(1);
        assertThat(statistics().waiting()).isEqualTo(1);
        assertThat(statistics().waitingBytes()).isPositive();

        shard.client().putInline("b/a", "came", 0);

        Map<Long, Answer> answers = BatchBuilder.answers(client);
        assertThat(answers.get(1L).payload()).isEqualTo("came");
        assertThat(answers.get(2L).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(statistics().waiting()).isZero();
        assertThat(statistics().waitingBytes()).isZero();
    }

    @Test
    void shouldWaitForACountAndKeepDeadlinesApart() {
        new BatchBuilder()
                .add(1, new AwaitCount(Bytes.utf8("b/"), 1), 60_000, "")
                .add(2, new Lookup(Lookup.AWAIT, ObjectName.of("c/a"), 0, Mutation.NONE, 0), 1_000, "")
                .send(client);
        shard.pass(1_000);
        assertThat(client.answers()).hasSize(1);

        shard.client().putInline("b/a", "1", 0);

        Map<Long, Answer> answers = BatchBuilder.answers(client);
        assertThat(answers.get(1L).body()).isInstanceOf(CountReply.class);
        assertThat(answers.get(2L).status()).isEqualTo(Status.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldWakeWhatWaitsInTheSameBatch() {
        Map<Long, Answer> answers = new BatchBuilder()
                .lookup(1, "b/a", Lookup.AWAIT)
                .put(2, client.nextMutation(), "b/a", "here")
                .ask(client);

        assertThat(answers.get(1L).payload()).isEqualTo("here");
    }

    @Test
    void shouldRefuseGreetingsAndBatchesInside() {
        Hello hello = new Hello(Hello.VERSION, Role.CLIENT, 0, 0, 0, 0, Bytes.EMPTY, "x");
        Map<Long, Answer> answers = new BatchBuilder()
                .add(1, hello)
                .add(2, new Batch(1))
                .add(3, new Ping())
                .ask(client);

        assertThat(answers.get(1L).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(answers.get(2L).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(answers.get(3L).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseAnUnknownOpcodeAlone() {
        byte[] unknown = new byte[FrameHeader.HEADER_LENGTH];
        unknown[FrameHeader.FRAME_LENGTH_OFFSET] = FrameHeader.HEADER_LENGTH;
        unknown[FrameHeader.MAGIC_OFFSET] = FrameHeader.MAGIC;
        unknown[FrameHeader.OPCODE_OFFSET] = 0x7f;
        unknown[FrameHeader.REQUEST_ID_OFFSET] = 5;

        Map<Long, Answer> answers =
                new BatchBuilder().raw(unknown).add(6, new Ping()).ask(client);

        assertThat(answers.get(5L).status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(answers.get(6L).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldCarryOutNothingWhenARequestIdComesTwice() {
        new BatchBuilder()
                .put(1, client.nextMutation(), "b/a", "x")
                .put(1, client.nextMutation(), "b/b", "x")
                .send(client);

        assertThat(client.last().status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.ask(new Stat(ObjectName.of("b/a"))).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldRefuseAnEmptyBatchAndOneThatIsTooLong() {
        assertThat(client.ask(new Batch(0)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.ask(new Batch(Batch.MAX_COUNT + 1)).status()).isEqualTo(Status.INVALID_ARGUMENT);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void shouldEndTheConnectionAndDoNothingOnBytesThatAreNoBatch() {
        BatchBuilder good = new BatchBuilder().put(1, client.nextMutation(), "b/a", "x");
        good.raw(new byte[] {1, 2, 3}).send(client);

        assertThat(client.last().status()).isEqualTo(Status.PROTOCOL_ERROR);
        assertThat(client.isClosed()).isTrue();
        assertThat(shard.client().ask(new Stat(ObjectName.of("b/a"))).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void shouldRefuseFewerAndMoreFramesThanStated() {
        new BatchBuilder().add(1, new Ping()).add(2, new Ping()).send(client, 1);
        assertThat(client.last().status()).isEqualTo(Status.PROTOCOL_ERROR);

        ShardHarness.Peer another = shard.client();
        new BatchBuilder().add(1, new Ping()).send(another, 2);
        assertThat(another.last().status()).isEqualTo(Status.PROTOCOL_ERROR);
    }

    /** Any bytes at all: an answer, never an exception. */
    @Test
    void shouldAnswerWhateverTheBytesAre() {
        Random random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            ShardHarness.Peer peer = shard.client();
            byte[] frame = new byte[FrameHeader.HEADER_LENGTH + random.nextInt(60)];
            random.nextBytes(frame);
            Arrays.fill(frame, 0, 4, (byte) 0);
            frame[0] = (byte) (frame.length + random.nextInt(2));
            frame[FrameHeader.MAGIC_OFFSET] = FrameHeader.MAGIC;
            frame[FrameHeader.OPCODE_OFFSET] = (byte) random.nextInt(0x30);
            Arrays.fill(frame, FrameHeader.FLAGS_OFFSET, FrameHeader.REQUEST_ID_OFFSET, (byte) 0);
            frame[FrameHeader.BODY_LENGTH_OFFSET] = (byte) (frame.length - FrameHeader.HEADER_LENGTH);
            new BatchBuilder().raw(frame).send(peer);
            assertThat(peer.answers().size()).isEqualTo(2);
            peer.disconnect();
        }
    }

    @Test
    void shouldAnswerBusyWhatDoesNotFitAndTheRestAllTheSame() {
        client.putInline("b/large", "x".repeat(LARGE), 0);
        BatchBuilder batch = new BatchBuilder();
        int requests = FrameHeader.MAX_FRAME_LENGTH / LARGE + 10;
        for (int i = 1; i <= requests; i++) {
            batch.lookup(i, "b/large", 0);
        }
        batch.lookup(1000, "b/missing", 0);

        Map<Long, Answer> answers = batch.ask(client);

        long full = answers.values().stream()
                .filter(answer -> answer.status() == Status.OK)
                .count();
        assertThat(client.lastPayload().length).isLessThan(FrameHeader.MAX_FRAME_LENGTH - FrameHeader.HEADER_LENGTH);
        assertThat(full).isEqualTo(FrameHeader.MAX_FRAME_LENGTH / LARGE - 1);
        assertThat(answers.values().stream().filter(answer -> answer.status() == Status.BUSY))
                .hasSize((int) (requests - full));
        assertThat(answers.get(1000L).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(statistics().withoutRoom()).isEqualTo(requests - full);
    }

    @Test
    void shouldClaimNothingWhoseBytesDoNotFit() {
        ObjectName name = ObjectName.of("b/large");
        client.putInline("b/large", "x".repeat(LARGE), 0);
        BatchBuilder batch = new BatchBuilder();
        int requests = FrameHeader.MAX_FRAME_LENGTH / LARGE;
        for (int i = 0; i < requests; i++) {
            batch.lookup(i, "b/large", 0);
        }
        batch.add(requests, new Lookup(Lookup.CLAIM, name, 0, client.nextMutation(), 60_000));

        Map<Long, Answer> answers = batch.ask(client);

        assertThat(answers.get((long) requests).status()).isEqualTo(Status.BUSY);
        assertThat(client.ask(new Lookup(Lookup.CLAIM, name, 0, client.nextMutation(), 60_000))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldKeepRoomForTheLongestBatchOfErrors() {
        BatchBuilder batch = new BatchBuilder();
        for (int i = 0; i < Batch.MAX_COUNT; i++) {
            batch.lookup(i, "b/" + "n".repeat(100) + i, 0);
        }
        assertThat(batch.ask(client)).hasSize(Batch.MAX_COUNT);
    }

    @Test
    void shouldPutNoPageIntoABatchThatHasNoRoomForIt() {
        for (int i = 0; i < 1000; i++) {
            client.putInline("b/" + "k".repeat(40) + i, "", 0);
        }
        BatchBuilder batch = new BatchBuilder();
        for (int i = 0; i < 100; i++) {
            batch.add(i, new ListNames(Bytes.utf8("b/"), Bytes.EMPTY, ListNames.MAX_LIMIT));
        }
        assertThat(batch.ask(client).values())
                .anyMatch(answer -> answer.status() == Status.BUSY)
                .anyMatch(answer -> answer.status() == Status.OK);
    }

    @Test
    void shouldLetOnlySoManyBatchesOfAConnectionWait() {
        for (int i = 0; i < BatchLimits.defaults().waitingPerConnection(); i++) {
            new BatchBuilder().lookup(1, "b/a", Lookup.AWAIT).send(client);
        }
        assertThat(client.answers()).hasSize(1);

        Map<Long, Answer> answers = new BatchBuilder()
                .lookup(1, "b/a", Lookup.AWAIT)
                .add(2, new AwaitCount(Bytes.utf8("b/"), 5))
                .add(3, new Ping())
                .ask(client);

        assertThat(answers.get(1L).status()).isEqualTo(Status.BUSY);
        assertThat(answers.get(2L).status()).isEqualTo(Status.BUSY);
        assertThat(answers.get(3L).status()).isEqualTo(Status.OK);
        assertThat(shard.core().statistics().parked()).isEqualTo(16);
        new BatchBuilder().lookup(1, "b/a", Lookup.AWAIT).send(shard.client());
        assertThat(statistics().waiting()).isEqualTo(17);
    }

    @Test
    void shouldBoundTheMemoryOfAllThatWait() {
        ShardHarness.Peer[] peers = new ShardHarness.Peer[10];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = shard.client();
            BatchBuilder batch = new BatchBuilder();
            for (int n = 0; n < 2 * Batch.MAX_COUNT / 3; n++) {
                batch.lookup(n, "b/a", Lookup.AWAIT);
            }
            for (int times = 0; times < 16; times++) {
                batch.send(peers[i]);
            }
        }
        assertThat(statistics().waitingBytes())
                .isLessThanOrEqualTo(BatchLimits.defaults().waitingBytes())
                .isGreaterThan(BatchLimits.defaults().waitingBytes() - FrameHeader.MAX_FRAME_LENGTH);
        assertThat(statistics().waiting()).isPositive().isLessThan(160);

        for (ShardHarness.Peer peer : peers) {
            peer.disconnect();
        }
        assertThat(statistics().waitingBytes()).isZero();
        assertThat(shard.core().statistics().parked()).isZero();
    }

    @Test
    void shouldAnswerBusyWhenMemoryForAWokenAnswerIsGone() {
        ShardHarness small = new ShardHarness(config ->
                config.withSizes(1 << 16, 1 << 20).withBatches(new BatchLimits(200, FrameHeader.MAX_FRAME_LENGTH)));
        ShardHarness.Peer reader = small.client();
        int batches = 100;
        for (int i = 0; i < batches; i++) {
            new BatchBuilder()
                    .lookup(1, "b/a", Lookup.AWAIT)
                    .lookup(2, "b/z", Lookup.AWAIT)
                    .send(reader);
        }
        small.client().putInline("b/a", "x".repeat(LARGE), 0);
        assertThat(small.core().batchStatistics().waitingBytes()).isLessThanOrEqualTo(FrameHeader.MAX_FRAME_LENGTH);
        assertThat(small.core().batchStatistics().withoutRoom()).isBetween(20L, 40L);

        small.client().putInline("b/z", "", 0);
        assertThat(reader.answers()).hasSize(1 + batches);
        assertThat(small.core().batchStatistics().waitingBytes()).isZero();
    }

    @Test
    void shouldCheckThePermissionOfEachRequest() {
        ShardHarness.Peer reader = shard.connect(Role.CLIENT, ShardHarness.JOB, 0, JobToken.READ);
        Map<Long, Answer> answers = new BatchBuilder()
                .put(1, reader.nextMutation(), "b/a", "x")
                .lookup(2, "b/a", 0)
                .ask(reader);

        assertThat(answers.get(1L).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(answers.get(2L).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(((ErrorReply) answers.get(1L).body()).detail()).contains("COMMIT");
    }
}
