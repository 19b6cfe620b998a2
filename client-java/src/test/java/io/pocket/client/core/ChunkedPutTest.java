package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.CHUNK_SIZE;
import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.map;
import static io.pocket.client.core.ScriptedServers.member;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Renewed;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.WeightMapReply;
import io.pocket.protocol.message.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkedPutTest {
    private static final ObjectName NAME = ObjectName.of("bucket/large");
    private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);

    private final ScriptedServers servers = new ScriptedServers();

    private PutOperation put(ByteSource source) {
        return put(source, THIRTY_SECONDS);
    }

    private PutOperation put(ByteSource source, Duration deadline) {
        return servers.start(new PutOperation(NAME, PutTerms.NONE, source, servers.in(deadline)));
    }

    private Write write(Sent sent) {
        return (Write) sent.request();
    }

    private Commit takeCommit() {
        return (Commit) servers.take(Commit.class).request();
    }

    @Test
    void shouldWriteChunksAndNameThemInOneCommit() {
        byte[] content = bytes(250);
        ArraySource source = new ArraySource(content);
        PutOperation put = put(source);
        servers.storeAll();
        Sent commit = servers.take(Commit.class);
        Commit body = (Commit) commit.request();
        assertThat(commit.payload().length()).isZero();
        assertThat(body.sizeBytes()).isEqualTo(250);
        assertThat(body.chunks()).extracting(Chunk::lengthBytes).containsExactly(100, 100, 50);
        assertThat(body.chunks())
                .extracting(Chunk::crc32c)
                .containsExactly(
                        Checksum.crc32c(content, 0, 100),
                        Checksum.crc32c(content, 100, 100),
                        Checksum.crc32c(content, 200, 50));
        assertThat(sequences(body)).containsExactly(1, 2, 3);
        assertThat(body.mutation().chunkFloor()).isEqualTo(1);
        servers.mutated(commit, 41);
        assertThat(resultOf(put).version()).isEqualTo(41);
        assertThat(source.onLoan).isZero();
    }

    private static List<Integer> sequences(Commit commit) {
        List<Integer> sequences = new ArrayList<>();
        for (Chunk chunk : commit.chunks()) {
            sequences.add(chunk.replicas().get(0).chunk().sequence());
        }
        return sequences;
    }

    @Test
    void shouldKeepOnlySoManyChunksUnderWay() {
        put(new ArraySource(bytes(1000)));
        servers.greetAll();
        assertThat(servers.sent).hasSize(2);
        servers.ok(servers.take(Write.class));
        servers.greetAll();
        assertThat(servers.sent).hasSize(2);
    }

    @Test
    void shouldSendEachChunkInOneFrame() {
        byte[] content = bytes(CHUNK_SIZE);
        put(new ArraySource(content));
        servers.greetAll();
        Sent sent = servers.take(Write.class);
        assertThat(write(sent).offset()).isZero();
        assertThat(write(sent).declaredLength()).isEqualTo(CHUNK_SIZE);
        assertThat(sent.payload().toArray()).isEqualTo(content);
    }

    @Test
    void shouldWriteToAnotherNodeUnderANewSequenceWhenOneIsFull() {
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        Sent first = servers.take(Write.class);
        servers.refuse(first, Status.FULL);
        servers.greetAll();
        Sent second = servers.take(Write.class);
        assertThat(second.to().id()).isNotEqualTo(first.to().id());
        assertThat(write(second).chunk().sequence()).isEqualTo(2);
        servers.ok(second);
        assertThat(sequences(takeCommit())).containsExactly(2);
    }

    @Test
    void shouldWriteToAnotherNodeWhenAConnectionBreaks() {
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        Sent first = servers.take(Write.class);
        servers.cut(first.to());
        servers.greetAll();
        Sent second = servers.take(Write.class);
        assertThat(second.to().id()).isNotEqualTo(first.to().id());
        servers.ok(second);
        Commit commit = takeCommit();
        assertThat(sequences(commit)).containsExactly(2);
        assertThat(commit.mutation().chunkFloor()).isEqualTo(2);
    }

    @Test
    void shouldSpillToTheNextTierWhenTheFirstIsFull() {
        servers.map = map(1, member(1, 10), member(2, 0, Tier.SSD));
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.refuse(servers.takeTo(1), Status.FULL);
        servers.greetAll();
        servers.ok(servers.takeTo(2));
        assertThat(takeCommit().chunks().get(0).replicas().get(0).nodeId()).isEqualTo(2);
    }

    @Test
    void shouldNotOfferTheNextObjectToANodeThatWasFullJustNow() {
        servers.map = map(1, member(1, 10), member(2, 0, Tier.SSD));
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.refuse(servers.takeTo(1), Status.FULL);
        servers.greetAll();
        servers.ok(servers.takeTo(2));
        servers.mutated(servers.take(Commit.class), 1);

        put(new ArraySource(bytes(50)));

        assertThat(servers.take(Write.class).isTo(2)).isTrue();
    }

    @Test
    void shouldOfferChunksToAFullNodeAgainAfterItsRetryAfter() {
        servers.map = map(1, member(1, 10), member(2, 0, Tier.SSD));
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.refuse(servers.takeTo(1), Status.FULL, 1_000);
        servers.greetAll();
        servers.ok(servers.takeTo(2));
        servers.mutated(servers.take(Commit.class), 1);
        servers.pass(Duration.ofMillis(1_001));

        put(new ArraySource(bytes(50)));

        assertThat(servers.take(Write.class).isTo(1)).isTrue();
    }

    @Test
    void shouldReportStorageFullOnlyAfterASecondLookAtTheMap() {
        servers.map = map(1, member(1, 10));
        PutOperation put = put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.refuse(servers.takeTo(1), Status.FULL);
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map));
        assertThat(put.isDone()).isFalse();
        servers.toNextTimer();
        servers.refuse(servers.takeTo(1), Status.FULL);
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.STORAGE_FULL);
        assertThat(failureOf(put).outcomeUnknown()).isFalse();
    }

    @Test
    void shouldUseANodeThatTheRefreshedMapAdds() {
        servers.map = map(1, member(1, 10));
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.refuse(servers.takeTo(1), Status.FULL);
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(map(2, member(1, 10), member(3, 1000))));
        servers.toNextTimer();
        servers.greetAll();
        Sent again = servers.take(Write.class);
        if (again.isTo(1)) {
            servers.refuse(again, Status.FULL);
            servers.greetAll();
            again = servers.take(Write.class);
        }
        assertThat(again.to().id()).isEqualTo(3);
    }

    @Test
    void shouldWriteAgainWhenAMapMovesTheNodeAndAddsAnother() {
        servers.map = map(1, member(1, 10));
        put(new ArraySource(bytes(50)));
        servers.greetAll();
        servers.take(Write.class);
        servers.lane.refreshMap(servers.lane.router().home());
        WeightMap.Member moved = new WeightMap.Member(1, member(1, 10).incarnation(), Tier.DRAM, 10, "elsewhere:7200");

        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(map(2, moved, member(3, 10))));
        servers.greetAll();

        Sent again = servers.take(Write.class);
        assertThat(write(again).chunk().sequence()).isEqualTo(2);
        assertThat(again.to().address().toString()).isIn("elsewhere:7200", "node3:7200");
    }

    @Test
    void shouldNameTheNodeThatCannotBeReachedWhenTheDeadlineComes() {
        servers.map = map(1, member(1, 10));
        PutOperation put = put(new ArraySource(bytes(50)), Duration.ofSeconds(1));
        servers.greetAll();
        while (!put.isDone()) {
            servers.sent.stream()
                    .filter(sent -> sent.request() instanceof WeightMapGet)
                    .findFirst()
                    .ifPresent(sent -> servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map)));
            servers.sent.stream().filter(sent -> sent.isTo(1)).findFirst().ifPresent(sent -> servers.cut(sent.to()));
            List.copyOf(servers.connecting).forEach(servers::cut);
            servers.toNextTimer();
        }
        assertThat(servers.now).isEqualTo(ScriptedServers.SECOND);
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(put).message()).contains("node 1 at node1:7200", "connection reset");
    }

    @Test
    void shouldRewriteTheChunkOnANodeThatLeftTheMap() {
        servers.map = map(1, member(1, 10));
        put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.refuse(servers.take(Commit.class), Status.STALE_NODE);
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(map(2, member(2, 10))));
        servers.greetAll();
        servers.ok(servers.takeTo(2));
        Commit commit = takeCommit();
        assertThat(sequences(commit)).containsExactly(2);
        assertThat(commit.mutation().sequence()).isEqualTo(2);
        assertThat(commit.mutation().acknowledgedBelow()).isEqualTo(2);
        assertThat(commit.mutation().chunkFloor()).isEqualTo(2);
    }

    @Test
    void shouldDiscardItsChunksWhenTheNameIsTaken() {
        PutOperation put = put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.refuse(servers.take(Commit.class), Status.EXISTS);
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.OBJECT_EXISTS);
        assertThat(((Discard) servers.take(Discard.class).request()).chunk().sequence())
                .isEqualTo(1);
    }

    @Test
    void shouldNotDiscardChunksOfACommitWhoseFirstAnswerWasLost() {
        PutOperation put = put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.take(Commit.class);
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();
        servers.refuse(servers.take(Commit.class), Status.EXISTS);
        assertThat(put.isDone()).isTrue();
        assertThat(servers.sent).isEmpty();
    }

    @Test
    void shouldNotDiscardChunksThatAreSaidToBeCommitted() {
        PutOperation put = put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.refuse(servers.take(Commit.class), Status.CHUNK_REUSED);
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(servers.sent).isEmpty();
    }

    @Test
    void shouldAbandonChunksOfAFailedPutWithTheNextMutation() {
        PutOperation put = put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.refuse(servers.take(Commit.class), Status.EXISTS);
        assertThat(put.isDone()).isTrue();
        put(new ArraySource(bytes(5)));
        assertThat(takeCommit().mutation().chunkFloor()).isEqualTo(2);
    }

    @Test
    void shouldNotAbandonChunksOfAnotherPutUnderWay() {
        put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.take(Commit.class);
        put(new ArraySource(bytes(5)));
        Commit second = takeCommit();
        assertThat(second.mutation().chunkFloor()).isEqualTo(1);
        assertThat(second.mutation().acknowledgedBelow()).isEqualTo(1);
    }

    @Test
    void shouldWriteAChunkWhenThereIsNoRoomForInlineBytes() {
        PutOperation put = put(new ArraySource(bytes(5)));
        servers.greetAll();
        servers.refuse(servers.take(Commit.class), Status.INLINE_FULL);
        servers.greetAll();
        servers.ok(servers.take(Write.class));
        Sent commit = servers.take(Commit.class);
        assertThat(((Commit) commit.request()).chunks()).hasSize(1);
        assertThat(commit.payload().length()).isZero();
        servers.mutated(commit, 1);
        assertThat(put.isDone()).isTrue();
    }

    @Test
    void shouldRenewTheUploadBeforeHalfOfItsLeaseHasPassed() {
        put(new ArraySource(bytes(500)), Duration.ofMinutes(5));
        servers.greetAll();
        servers.pass(Duration.ofSeconds(4));
        int renewals = 0;
        for (int i = 0; i < 20; i++) {
            servers.now += 4 * ScriptedServers.SECOND;
            servers.sent.stream()
                    .map(Sent::to)
                    .distinct()
                    .toList()
                    .forEach(to -> servers.lane.onProgress(to, servers.now));
            servers.lane.onTime(servers.now);
            if (servers.sent.stream().anyMatch(sent -> sent.request() instanceof Renew)) {
                servers.ok(servers.take(Renew.class), new Renewed(servers.leaseMillis));
                renewals++;
            }
        }
        assertThat(renewals).isEqualTo(2);
    }

    @Test
    void shouldRenewFirstWhenTheLeaseMayBeOver() {
        servers.leaseMillis = 20_000;
        put(new ArraySource(bytes(5)));
        servers.greetAll();
        servers.mutated(servers.take(Commit.class), 1);
        servers.now += 21 * ScriptedServers.SECOND;
        put(new ArraySource(bytes(500)));
        Sent renew = servers.take(Renew.class);
        assertThat(servers.connecting).isEmpty();
        servers.ok(renew, new Renewed(20_000));
        servers.greetAll();
        assertThat(servers.take(Write.class)).isNotNull();
    }

    @Test
    void shouldStartOverUnderTheNewUploadWhenTheOldOneExpired() {
        put(new ArraySource(bytes(50)));
        servers.storeAll();
        servers.upload = UploadId.of(1, 8);
        servers.refuse(servers.take(Commit.class), Status.UPLOAD_EXPIRED);
        servers.toNextTimer();
        servers.storeAll();
        Commit commit = takeCommit();
        assertThat(commit.mutation().upload()).isEqualTo(UploadId.of(1, 8));
        assertThat(commit.mutation().sequence()).isEqualTo(1);
        assertThat(commit.chunks().get(0).replicas().get(0).chunk().upload()).isEqualTo(UploadId.of(1, 8));
    }

    @Test
    void shouldFailWhenBytesThatCannotBeReadAgainWereStoredUnderAnExpiredUpload() {
        PutOperation put = put(new ArraySource(bytes(50), false));
        servers.storeAll();
        servers.upload = UploadId.of(1, 8);
        servers.refuse(servers.take(Commit.class), Status.UPLOAD_EXPIRED);
        servers.toNextTimer();
        servers.greetAll();
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(put).outcomeUnknown()).isFalse();
    }

    @Test
    void shouldRefuseASourceThatEndsEarly() {
        PutOperation put = put(new ArraySource(bytes(50)) {
            @Override
            public long sizeBytes() {
                return 60;
            }

            @Override
            public java.nio.ByteBuffer take(long offset, int lengthBytes) {
                return super.take(offset, 50);
            }
        });
        servers.greetAll();
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    @Test
    void shouldRefuseAnObjectOfMoreChunksThanACommitCanName() {
        PutOperation put = put(new ArraySource(new byte[0]) {
            @Override
            public long sizeBytes() {
                return (long) ChunkSupply.CHUNKS_MAX * CHUNK_SIZE + 1;
            }
        });
        servers.greetAll();
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    @Test
    void shouldTellNobodyToUseTheCallersBytesAfterTheDeadline() {
        ArraySource source = new ArraySource(bytes(50));
        PutOperation put = put(source, Duration.ofSeconds(1));
        servers.greetAll();
        Sent write = servers.take(Write.class);
        servers.pass(Duration.ofSeconds(1));
        assertThat(failureOf(put).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(servers.closed).contains(write.to());
        assertThat(source.onLoan).isZero();
    }
}
