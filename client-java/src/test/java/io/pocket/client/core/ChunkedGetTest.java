package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.map;
import static io.pocket.client.core.ScriptedServers.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.WeightMapReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkedGetTest {
    private static final ObjectName NAME = ObjectName.of("bucket/large");
    private static final byte[] CONTENT = bytes(250);

    private final ScriptedServers servers = new ScriptedServers();
    private final ArraySink sink = new ArraySink();
    private GetOperation get;

    @AfterEach
    void everyTargetIsAccountedFor() {
        if (get.isDone()) {
            assertThat(sink.open).isZero();
        }
    }

    private void get(GetTerms terms, Duration deadline) {
        get = servers.start(new GetOperation(NAME, terms, sink, servers.in(deadline)));
        servers.greetAll();
    }

    private void get() {
        get(GetTerms.WHOLE, Duration.ofSeconds(30));
    }

    /** An object in chunks of 100 bytes, chunk i on each of the nodes that {@code nodes[i]} spells, one digit each. */
    private static ObjectReply chunked(byte[] content, long version, String... nodes) {
        List<Chunk> chunks = new ArrayList<>();
        for (int start = 0; start < content.length; start += 100) {
            int length = Math.min(100, content.length - start);
            List<Replica> replicas = new ArrayList<>();
            for (char node : nodes[start / 100].toCharArray()) {
                ChunkId id = new ChunkId(ScriptedServers.UPLOAD, (int) version * 1000 + start);
                replicas.add(new Replica(id, node - '0', 100 + node - '0'));
            }
            chunks.add(new Chunk(length, Checksum.crc32c(content, start, length), replicas));
        }
        return new ObjectReply(version, version, content.length, 0, 1, 0, 0, false, chunks);
    }

    private void found(ObjectReply reply) {
        servers.ok(servers.take(Lookup.class), reply);
        servers.greetAll();
    }

    private void answer(Sent sent, byte[] content) {
        Read read = (Read) sent.request();
        int start = read.chunk().sequence() % 1000 + read.offset();
        servers.okWithPayload(sent, new Empty(), Arrays.copyOfRange(content, start, start + read.readLength()));
        servers.greetAll();
    }

    private void answerAll(byte[] content) {
        while (servers.sent.stream().anyMatch(sent -> sent.request() instanceof Read)) {
            answer(servers.take(Read.class), content);
        }
    }

    @Test
    void shouldReadChunksFromTheirNodes() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answerAll(CONTENT);
        assertThat(get.isDone()).isTrue();
        assertThat(sink.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void shouldTakeAnswersInAnyOrder() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answer(servers.takeTo(2), CONTENT);
        answerAll(CONTENT);
        assertThat(sink.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void shouldReadOnlySoManyChunksAtATime() {
        get();
        found(chunked(bytes(1000), 3, "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"));
        assertThat(servers.sent).hasSize(2);
    }

    @Test
    void shouldReadOnlyWhatARangeNeeds() {
        get(GetTerms.range(90, 30), Duration.ofSeconds(30));
        found(chunked(CONTENT, 3, "1", "2", "1"));
        Read first = (Read) servers.sent.peekFirst().request();
        assertThat(first.offset()).isEqualTo(90);
        assertThat(first.readLength()).isEqualTo(10);
        Read second = (Read) servers.sent.peekLast().request();
        assertThat(second.offset()).isZero();
        assertThat(second.readLength()).isEqualTo(20);
        answerAll(CONTENT);
        assertThat(sink.bytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 90, 120));
    }

    @Test
    void shouldShortenARangeThatGoesBeyondTheEnd() {
        get(GetTerms.range(240, 1000), Duration.ofSeconds(30));
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answerAll(CONTENT);
        assertThat(sink.bytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 240, 250));
    }

    @Test
    void shouldReadTheOtherReplicaWhenOneHasNoSuchChunk() {
        get();
        found(chunked(bytes(50), 3, "12"));
        servers.refuse(servers.takeTo(1), Status.NO_CHUNK);
        servers.greetAll();
        answer(servers.takeTo(2), bytes(50));
        assertThat(sink.bytes()).isEqualTo(bytes(50));
    }

    @Test
    void shouldReadTheOtherReplicaWhenANodeIsGone() {
        get();
        found(chunked(bytes(50), 3, "12"));
        servers.cut(servers.takeTo(1).to());
        servers.greetAll();
        answer(servers.takeTo(2), bytes(50));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldReadTheOtherReplicaWhenAChecksumIsWrong() {
        get();
        found(chunked(bytes(50), 3, "12"));
        answer(servers.takeTo(1), bytes(51));
        answer(servers.takeTo(2), bytes(50));
        assertThat(sink.bytes()).isEqualTo(bytes(50));
    }

    @Test
    void shouldReadOnceMoreWhenTheOnlyReplicasChecksumIsWrong() {
        get();
        found(chunked(bytes(50), 3, "1"));
        answer(servers.takeTo(1), bytes(51));
        answer(servers.takeTo(1), bytes(50));
        assertThat(sink.bytes()).isEqualTo(bytes(50));
    }

    @Test
    void shouldCallAnObjectCorruptWhenTheChecksumStaysWrong() {
        get();
        found(chunked(bytes(50), 3, "1"));
        answer(servers.takeTo(1), bytes(51));
        answer(servers.takeTo(1), bytes(51));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.CORRUPT_OBJECT);
        assertThat(failureOf(get).message()).contains("node 1 at node1:7200");
    }

    @Test
    void shouldStartOverWithTheNewVersionWhenItsChunksAreGone() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answer(servers.takeTo(1), CONTENT);
        servers.refuse(servers.takeTo(2), Status.NO_CHUNK);
        servers.refuse(servers.takeTo(1), Status.NO_CHUNK);
        byte[] newer = bytes(120);
        found(chunked(newer, 4, "2", "2"));
        answerAll(newer);
        assertThat(sink.bytes()).isEqualTo(newer);
        assertThat(sink.begun).isEqualTo(2);
    }

    @Test
    void shouldStartOverWithTheNewVersionEvenIfThatIsInline() {
        get();
        found(chunked(bytes(50), 3, "1"));
        servers.refuse(servers.takeTo(1), Status.NO_CHUNK);
        servers.okWithPayload(servers.take(Lookup.class), SmallObjectTest.inline(bytes(7), 4), bytes(7));
        assertThat(sink.bytes()).isEqualTo(bytes(7));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldWaitForReadsUnderWayBeforeItLooksAgain() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        servers.refuse(servers.takeTo(2), Status.NO_CHUNK);
        assertThat(servers.sent).singleElement().extracting(Sent::request).isInstanceOf(Read.class);
        answer(servers.takeTo(1), CONTENT);
        assertThat(servers.sent).singleElement().extracting(Sent::request).isInstanceOf(Lookup.class);
    }

    @Test
    void shouldGoOnWhereItWasWhenTheSameVersionIsFoundElsewhere() {
        sink.committed = false;
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answer(servers.takeTo(1), CONTENT);
        sink.committed = true;
        servers.refuse(servers.takeTo(2), Status.WRONG_NODE);
        answer(servers.takeTo(1), CONTENT);
        found(chunked(CONTENT, 3, "1", "1", "1"));
        answerAll(CONTENT);
        assertThat(sink.begun).isEqualTo(1);
        assertThat(sink.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void shouldNotSpliceVersionsOnceBytesAreHandedOut() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answer(servers.takeTo(1), CONTENT);
        sink.committed = true;
        servers.refuse(servers.takeTo(2), Status.NO_CHUNK);
        servers.refuse(servers.takeTo(1), Status.NO_CHUNK);
        found(chunked(CONTENT, 4, "1", "2", "1"));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.OBJECT_CHANGED);
    }

    @Test
    void shouldSayThatTheObjectChangedWhenItWasDeletedOnceBytesAreHandedOut() {
        get();
        found(chunked(CONTENT, 3, "1", "2", "1"));
        answer(servers.takeTo(1), CONTENT);
        sink.committed = true;
        servers.refuse(servers.takeTo(2), Status.NO_CHUNK);
        servers.refuse(servers.takeTo(1), Status.NO_CHUNK);
        servers.refuse(servers.take(Lookup.class), Status.NOT_FOUND);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.OBJECT_CHANGED);
    }

    @Test
    void shouldReportLossWhenTheNodeWasDeclaredDead() {
        get();
        found(chunked(bytes(50), 3, "1"));
        servers.cut(servers.takeTo(1).to());
        servers.toNextTimer();
        servers.refuse(servers.take(Lookup.class), Status.DATA_LOST);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.DATA_LOST);
    }

    @Test
    void shouldKeepTryingANodeThatMayBeRestartingAndThenNameIt() {
        get(GetTerms.WHOLE, Duration.ofSeconds(2));
        found(chunked(bytes(50), 3, "1"));
        int lookups = 0;
        while (!get.isDone()) {
            List.copyOf(servers.sent).forEach(sent -> {
                if (sent.isTo(1)) {
                    servers.cut(sent.to());
                }
            });
            List.copyOf(servers.connecting).forEach(servers::cut);
            servers.toNextTimer();
            if (!get.isDone() && servers.sent.stream().anyMatch(sent -> sent.request() instanceof Lookup)) {
                lookups++;
                servers.ok(servers.take(Lookup.class), chunked(bytes(50), 3, "1"));
            }
        }
        assertThat(servers.now).isEqualTo(2 * ScriptedServers.SECOND);
        assertThat(lookups).isBetween(4, 20);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(get).message()).contains("node 1 at node1:7200", "connection reset");
    }

    @Test
    void shouldFindTheAddressOfANodeThatIsNewToIt() {
        get();
        found(chunked(bytes(50), 3, "5"));
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(map(2, member(1, 10), member(5, 10))));
        servers.toNextTimer();
        found(chunked(bytes(50), 3, "5"));
        answer(servers.takeTo(5), bytes(50));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldStillReadFromANodeThatLeftTheMap() {
        get();
        servers.okMapStale(servers.take(Lookup.class), chunked(bytes(50), 3, "1"));
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(map(2, member(2, 10))));
        servers.greetAll();
        answer(servers.takeTo(1), bytes(50));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldReadFromTheNewAddressOfANodeThatMoved() {
        get();
        found(chunked(bytes(50), 3, "1"));
        Endpoint former = servers.takeTo(1).to();
        servers.lane.refreshMap(servers.lane.router().home());
        servers.ok(
                servers.take(WeightMapGet.class),
                new WeightMapReply(map(
                        2, new io.pocket.protocol.WeightMap.Member(1, 101, io.pocket.protocol.Tier.DRAM, 1, "new:1"))));
        assertThat(servers.closed).contains(former);
        servers.toNextTimer();
        found(chunked(bytes(50), 3, "1"));
        Sent read = servers.takeTo(1);
        assertThat(read.to().address().host()).isEqualTo("new");
        answer(read, bytes(50));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldPauseWhenANodeIsBusy() {
        get();
        found(chunked(bytes(50), 3, "1"));
        servers.refuse(servers.takeTo(1), Status.BUSY, 30);
        assertThat(servers.sent).isEmpty();
        servers.toNextTimer();
        assertThat(servers.now).isEqualTo(30_000_000L);
        answer(servers.takeTo(1), bytes(50));
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldReadAgainWhenAConnectionDiesHalfWayThroughAPayload() {
        get();
        found(chunked(bytes(50), 3, "1"));
        Sent read = servers.takeTo(1);
        ByteBuffer target = servers.lane.payloadTarget(read.to(), read.id(), 50);
        target.put(new byte[20]);
        servers.cut(read.to());
        servers.toNextTimer();
        found(chunked(bytes(50), 3, "1"));
        answer(servers.takeTo(1), bytes(50));
        assertThat(sink.bytes()).isEqualTo(bytes(50));
    }

    @Test
    void shouldCloseTheConnectionThatIsFillingTheCallersBufferAtTheDeadline() {
        get(GetTerms.WHOLE, Duration.ofSeconds(1));
        found(chunked(bytes(50), 3, "1"));
        Sent read = servers.takeTo(1);
        servers.lane.payloadTarget(read.to(), read.id(), 50);
        servers.pass(Duration.ofSeconds(1));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(servers.closed).containsExactly(read.to());
    }

    @Test
    void shouldSkipBytesThatNobodyWaitsForAnyMore() {
        get(GetTerms.WHOLE, Duration.ofSeconds(1));
        found(chunked(bytes(50), 3, "1"));
        Sent read = servers.takeTo(1);
        servers.pass(Duration.ofSeconds(1));
        assertThat(servers.closed).isEmpty();
        assertThat(servers.lane.payloadTarget(read.to(), read.id(), 50)).isNull();
        servers.ok(read);
        assertThat(servers.lane.timerNanos()).isEqualTo(Lane.NEVER);
    }

    @Test
    void shouldNotTakeABadNumberOfBytesForTheObject() {
        get();
        found(chunked(bytes(50), 3, "12"));
        servers.okWithPayload(servers.takeTo(1), new Empty(), bytes(49));
        servers.greetAll();
        answer(servers.takeTo(2), bytes(50));
        assertThat(sink.bytes()).isEqualTo(bytes(50));
    }

    @Test
    void shouldFailWhenTheSinkHasNoRoom() {
        sink.roomFor = 40;
        get();
        found(chunked(bytes(50), 3, "1"));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failureOf(get).message()).contains("room for 40 of 50 bytes");
    }

    @Test
    void shouldRefuseARecordThatContradictsItself() {
        get();
        ObjectReply sound = chunked(bytes(50), 3, "1");
        found(new ObjectReply(3, 3, 51, 0, 1, 0, 0, false, sound.chunks()));
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void shouldFailAtOnceWhenANodeDoesNotAcceptTheToken() {
        get();
        servers.ok(servers.take(Lookup.class), chunked(bytes(50), 3, "1"));
        servers.acceptAll();
        servers.refuse(servers.takeHello(), Status.UNAUTHENTICATED);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.UNAUTHENTICATED);
    }
}
