package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.mutatedIn;
import static io.pocket.client.core.ScriptedServers.refusedIn;
import static io.pocket.client.core.ScriptedServers.response;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationGroupTest {
    private static final byte[] NOTHING = new byte[0];

    private final ScriptedServers servers = new ScriptedServers();
    private final List<ArraySink> sinks = new ArrayList<>();

    private OperationGroup<Mutated> deletes(int count) {
        return servers.start(new OperationGroup<>(
                "delete",
                count,
                (index, deadline) -> Change.delete(ObjectName.of("b/" + index), 0, deadline),
                servers.in(Duration.ofSeconds(30))));
    }

    private OperationGroup<Mutated> puts(int count, int length) {
        return servers.start(new OperationGroup<>(
                "put",
                count,
                (index, deadline) -> new PutOperation(
                        ObjectName.of("b/" + index), PutTerms.NONE, new ArraySource(bytes(length)), deadline),
                servers.in(Duration.ofSeconds(30))));
    }

    private OperationGroup<ObjectReply> gets(int count) {
        return servers.start(new OperationGroup<>(
                "get",
                count,
                (index, deadline) -> {
                    ArraySink sink = new ArraySink();
                    sinks.add(sink);
                    return new GetOperation(ObjectName.of("b/" + index), GetTerms.WHOLE, sink, deadline);
                },
                servers.in(Duration.ofSeconds(30))));
    }

    private static ObjectReply inline(byte[] content) {
        return new ObjectReply(
                5, 5, content.length, Checksum.crc32c(content, 0, content.length), 0, 0, 0, true, List.of());
    }

    private static ObjectReply chunked(byte[] content, int sequence) {
        Replica replica = new Replica(new ChunkId(UploadId.of(1, 3), sequence), 1, 101);
        Chunk chunk = new Chunk(content.length, Checksum.crc32c(content, 0, content.length), List.of(replica));
        return new ObjectReply(5, 5, content.length, 0, 0, 0, 0, false, List.of(chunk));
    }

    private static <T> FailureKind failureIn(Outcome<T> outcome) {
        return ((Outcome.Failed<T>) outcome).failure().kind();
    }

    @Test
    void shouldAskForAllInOneFrameAndGiveEachItsOwnResult() {
        OperationGroup<ObjectReply> group = gets(3);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        assertThat(servers.sent).isEmpty();
        assertThat(asked)
                .extracting(each -> ((Lookup) each.request()).name().toString())
                .containsExactly("b/0", "b/1", "b/2");
        assertThat(asked).allMatch(each -> each.deadlineMillis() > 29_000);

        byte[] content = bytes(7);
        servers.answerBatch(List.of(
                refusedIn(asked.get(2), Status.FORBIDDEN),
                response(asked.get(0), Status.OK, inline(content), content),
                refusedIn(asked.get(1), Status.NOT_FOUND)));

        List<Outcome<ObjectReply>> outcomes = resultOf(group);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Value.class);
        assertThat(sinks.get(0).bytes()).isEqualTo(content);
        assertThat(failureIn(outcomes.get(1))).isEqualTo(FailureKind.NO_SUCH_OBJECT);
        assertThat(failureIn(outcomes.get(2))).isEqualTo(FailureKind.FORBIDDEN);
    }

    @Test
    void shouldSendInlineBytesWithinTheBatch() {
        OperationGroup<Mutated> group = puts(2, 6);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        assertThat(asked).allMatch(each -> each.request() instanceof Commit);
        assertThat(asked.get(0).payload().toArray()).isEqualTo(bytes(6));

        servers.answerBatch(List.of(mutatedIn(asked.get(0), 8), mutatedIn(asked.get(1), 9)));

        assertThat(resultOf(group))
                .extracting(each -> ((Outcome.Value<Mutated>) each).value().version())
                .containsExactly(8L, 9L);
    }

    /** Rule 4. */
    @Test
    void shouldRepeatEachMutationAsItWasOnTheNextConnection() {
        OperationGroup<Mutated> group = deletes(3);
        servers.greetAll();
        List<Sent> first = servers.takeBatch();
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(((Hello) hello.request()).resumeUpload()).isEqualTo(ScriptedServers.UPLOAD);
        servers.ok(hello, servers.shardHello());

        List<Sent> again = servers.takeBatch();
        assertThat(again)
                .extracting(Sent::request)
                .isEqualTo(first.stream().map(Sent::request).toList());
        assertThat(again)
                .extracting(each -> ((Delete) each.request()).mutation().sequence())
                .containsExactly(1, 2, 3);
        servers.answerBatch(again.stream().map(each -> mutatedIn(each, 4)).toList());
        assertThat(resultOf(group)).allMatch(each -> each instanceof Outcome.Value);
    }

    @Test
    void shouldNotKnowTheOutcomesWhenTheUploadExpiredBeforeTheAnswer() {
        OperationGroup<Mutated> group = deletes(2);
        servers.greetAll();
        servers.takeBatch();
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.upload = UploadId.of(1, 8);
        servers.greetAll();

        assertThat(resultOf(group)).allMatch(each -> failureIn(each) == FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldRepeatOnlyWhatWasBusy() {
        OperationGroup<Mutated> group = deletes(3);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        servers.answerBatch(
                List.of(mutatedIn(asked.get(0), 1), refusedIn(asked.get(1), Status.BUSY), mutatedIn(asked.get(2), 2)));
        assertThat(group.isDone()).isFalse();

        servers.toNextTimer();
        Sent again = servers.take(Delete.class);
        Delete refused = (Delete) asked.get(1).request();
        assertThat(((Delete) again.request()).name()).isEqualTo(refused.name());
        assertThat(((Delete) again.request()).mutation().acknowledgedBelow())
                .as("all answers are held, the refusal too: the shard may forget the others' results")
                .isEqualTo(4);
        servers.mutated(again, 3);

        assertThat(resultOf(group)).allMatch(each -> each instanceof Outcome.Value);
    }

    @Test
    void shouldRepeatAllWhenTheBatchItselfIsRefusedForNow() {
        OperationGroup<Mutated> group = deletes(2);
        servers.greetAll();
        servers.refuse(servers.take(Batch.class), Status.BUSY, 10);
        assertThat(group.isDone()).isFalse();
        servers.toNextTimer();

        assertThat(servers.takeBatch()).hasSize(2);
    }

    @Test
    void shouldSplitByCountAndKeepABoundedNumberUnderWay() {
        OperationGroup<Mutated> group = deletes(1_000);
        servers.greetAll();
        List<Sent> first = servers.takeBatch();
        assertThat(first).hasSize(CallBatch.PARTS_MAX);
        Sent second = servers.take(Batch.class);
        assertThat(servers.sent).isEmpty();
        servers.sent.add(second);

        servers.answerBatch(List.of()); // Nothing is what nobody may answer: the connection is replaced.
        assertThat(servers.closed).containsExactly(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        int answered = 0;
        while (!group.isDone()) {
            List<Sent> asked = servers.takeBatch();
            answered += asked.size();
            servers.answerBatch(asked.stream().map(each -> mutatedIn(each, 1)).toList());
        }
        assertThat(answered).isEqualTo(1_000);
    }

    @Test
    void shouldAcknowledgeWhatWasAnswered() {
        deletes(600);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        servers.answerBatch(asked.stream().map(each -> mutatedIn(each, 1)).toList());
        servers.takeBatch();
        Delete next = (Delete) servers.takeBatch().get(0).request();

        assertThat(next.mutation().acknowledgedBelow()).isEqualTo(CallBatch.PARTS_MAX + 1);
    }

    @Test
    void shouldReplaceAConnectionThatAnswersABatchWithNonsense() {
        deletes(2);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        byte[] twice = mutatedIn(asked.get(0), 1);

        servers.answerBatch(List.of(twice, twice));

        assertThat(servers.closed).containsExactly(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        assertThat(servers.takeBatch())
                .extracting(Sent::request)
                .isEqualTo(asked.stream().map(Sent::request).toList());
    }

    @Test
    void shouldReplaceAConnectionWhoseBatchReplyHasNoPayload() {
        deletes(2);
        servers.greetAll();
        servers.ok(servers.take(Batch.class), new BatchReply(2));

        assertThat(servers.closed).containsExactly(servers.shard());
    }

    @Test
    void shouldShareTheBoundOfChunksUnderWayAmongReads() {
        OperationGroup<ObjectReply> group = gets(5);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        List<byte[]> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            answers.add(response(asked.get(i), Status.OK, chunked(bytes(50 + i), i + 1), NOTHING));
        }
        servers.answerBatch(answers);
        servers.greetAll();

        for (int i = 0; i < 5; i++) {
            assertThat(servers.sent.stream().filter(each -> each.request() instanceof Read))
                    .hasSize(Math.min(2, 5 - i));
            servers.okWithPayload(servers.take(Read.class), new Empty(), bytes(50 + i));
        }
        assertThat(resultOf(group)).allMatch(each -> each instanceof Outcome.Value);
        assertThat(sinks.get(4).bytes()).isEqualTo(bytes(54));
    }

    @Test
    void shouldNotGiveAMemberItsTurnInTheMiddleOfItsOwnAnswer() {
        OperationGroup<ObjectReply> group = gets(1);
        servers.greetAll();
        byte[] content = bytes(90);
        servers.ok(servers.take(Lookup.class), inThreeChunks(content));
        servers.greetAll();

        servers.refuse(servers.take(Read.class), Status.NO_CHUNK);
        servers.refuse(servers.take(Read.class), Status.NO_CHUNK);

        for (int lookups = 0; servers.sent.isEmpty() && lookups < 2; lookups++) {
            servers.toNextTimer();
        }
        servers.ok(servers.take(Lookup.class), inThreeChunks(content));
        for (int i = 0; i < 3; i++) {
            Sent read = servers.take(Read.class);
            int from = 30 * (((Read) read.request()).chunk().sequence() - 1);
            servers.okWithPayload(read, new Empty(), Arrays.copyOfRange(content, from, from + 30));
        }
        assertThat(resultOf(group)).allMatch(each -> each instanceof Outcome.Value);
        assertThat(sinks.get(0).bytes()).isEqualTo(content);
    }

    private static ObjectReply inThreeChunks(byte[] content) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] part = Arrays.copyOfRange(content, 30 * i, 30 * (i + 1));
            chunks.addAll(chunked(part, i + 1).chunks());
        }
        return new ObjectReply(9, 9, content.length, 0, 0, 0, 0, false, chunks);
    }

    @Test
    void shouldWriteLargeOnesInTheSameCallAndCommitThem() {
        OperationGroup<Mutated> group = puts(4, 30);
        servers.greetAll();
        assertThat(servers.sent.stream().filter(each -> each.request() instanceof Write))
                .hasSize(2);
        int commits = 0;
        while (!group.isDone()) {
            if (servers.sent.stream().anyMatch(each -> each.request() instanceof Write)) {
                servers.ok(servers.take(Write.class));
                servers.greetAll();
            } else {
                servers.mutated(servers.take(Commit.class), 1);
            }
            commits++;
        }
        assertThat(resultOf(group)).allMatch(each -> each instanceof Outcome.Value);
        assertThat(commits).isEqualTo(8);
    }

    @Test
    void shouldGoOnWithOthersWhenOneThatReadsFails() {
        OperationGroup<ObjectReply> group = gets(4);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        List<byte[]> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            answers.add(response(asked.get(i), Status.OK, chunked(bytes(50), i + 1), NOTHING));
        }
        servers.answerBatch(answers);
        servers.greetAll();
        servers.refuse(servers.take(Read.class), Status.FORBIDDEN);
        for (int i = 0; i < 3; i++) {
            servers.okWithPayload(servers.take(Read.class), new Empty(), bytes(50));
        }

        assertThat(resultOf(group).stream().filter(each -> each instanceof Outcome.Failed))
                .hasSize(1);
    }

    /** b0 lives on the first shard, b1 on another. */
    @Test
    void shouldSendEachShardItsShareInOneFrame() {
        servers.jobShards = 2;
        OperationGroup<Mutated> group = servers.start(new OperationGroup<>(
                "delete",
                6,
                (index, deadline) -> Change.delete(ObjectName.of("b" + index % 2 + "/" + index), 0, deadline),
                servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
        List<byte[]> places = new ArrayList<>();
        for (Sent each : servers.takeBatch()) {
            int shard = ((BucketOpen) each.request()).bucket().equals("b0") ? 1 : 2;
            BucketReply place = new BucketReply(4, shard, "shard" + shard + ":7100");
            places.add(response(each, Status.OK, place, NOTHING));
        }
        servers.answerBatch(places);
        servers.greetAll();

        for (int shard = 1; shard <= 2; shard++) {
            List<Sent> asked = servers.takeBatch();
            assertThat(asked)
                    .hasSize(3)
                    .allMatch(each -> each.to() == servers.lastBatch().to());
            assertThat(asked)
                    .extracting(each -> ((Delete) each.request()).mutation().sequence())
                    .containsExactly(1, 2, 3);
            servers.answerBatch(asked.stream().map(each -> mutatedIn(each, 1)).toList());
        }
        assertThat(resultOf(group)).hasSize(6).allMatch(each -> each instanceof Outcome.Value);
    }

    @Test
    void shouldEndAllAtTheDeadlineTheUnbegunToo() {
        OperationGroup<Mutated> group = deletes(700);
        servers.greetAll();
        List<Sent> asked = servers.takeBatch();
        servers.answerBatch(asked.stream().map(each -> mutatedIn(each, 1)).toList());
        servers.pass(Duration.ofSeconds(30));

        List<Outcome<Mutated>> outcomes = resultOf(group);
        assertThat(outcomes).hasSize(700).doesNotContainNull();
        assertThat(outcomes.stream().filter(each -> each instanceof Outcome.Value))
                .hasSize(CallBatch.PARTS_MAX);
        assertThat(failureIn(outcomes.get(699))).isIn(FailureKind.DEADLINE_EXCEEDED, FailureKind.UNAVAILABLE);
        Failure sent = ((Outcome.Failed<Mutated>) outcomes.get(CallBatch.PARTS_MAX)).failure();
        assertThat(sent.outcomeUnknown()).isTrue();
    }

    @Test
    void shouldSayThatTheShardCannotBeReached() {
        OperationGroup<Mutated> group = deletes(3);
        servers.cut(servers.shard());
        servers.pass(Duration.ofSeconds(30));

        assertThat(resultOf(group)).allMatch(each -> failureIn(each) == FailureKind.UNAVAILABLE);
    }

    @Test
    void shouldEndAllWhenTheCallerGivesUpOrTheJobIsGone() {
        OperationGroup<Mutated> cancelled = deletes(600);
        servers.lane.cancel(cancelled, "enough");
        assertThat(resultOf(cancelled)).hasSize(600).allMatch(each -> failureIn(each) == FailureKind.CANCELLED);

        OperationGroup<Mutated> refused = deletes(600);
        // Members that begin later may be about buckets of other shards, so each lot hears it for itself.
        for (int lots = 0; lots < 2; lots++) {
            servers.acceptAll();
            servers.refuse(servers.takeHello(), Status.JOB_DROPPED);
        }
        assertThat(resultOf(refused)).hasSize(600).allMatch(each -> failureIn(each) == FailureKind.JOB_DROPPED);
    }
}
