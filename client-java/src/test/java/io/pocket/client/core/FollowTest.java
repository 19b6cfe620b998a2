package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.FollowReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading an object while it is written. Chunk i has 50 bytes and is on node 1. */
class FollowTest {
    private static final ObjectName NAME = ObjectName.of("bucket/log");
    private static final byte[] CONTENT = bytes(200);
    private static final int CHUNK = 50;
    private static final int STREAM = 10;

    private ScriptedServers servers = new ScriptedServers();
    private final ArraySink sink = new ArraySink();
    private FollowOperation follow;

    @AfterEach
    void everyTargetIsAccountedFor() {
        if (follow.isDone()) {
            assertThat(sink.open).isZero();
        }
    }

    private void follow(Duration await) {
        follow = servers.start(new FollowOperation(NAME, await.toNanos(), sink, servers.in(Duration.ofSeconds(30))));
        servers.greetAll();
    }

    private void follow() {
        follow(Duration.ZERO);
    }

    private static ChunkId id(int stream, int index) {
        return new ChunkId(ScriptedServers.UPLOAD, stream + index);
    }

    private static Chunk chunk(int stream, int index) {
        return chunk(stream, index, 1);
    }

    private static Chunk chunk(int stream, int index, int nodeId) {
        Replica replica = new Replica(id(stream, index), nodeId, 100 + nodeId);
        return new Chunk(CHUNK, Checksum.crc32c(CONTENT, index * CHUNK, CHUNK), List.of(replica));
    }

    /** Tells of chunks from to total, of so many. */
    private static FollowReply growing(int stream, int from, int to) {
        return reply(stream, 0, from, to, to);
    }

    private static FollowReply reply(int stream, long version, int from, int to, int total) {
        List<Chunk> chunks =
                IntStream.range(from, to).mapToObj(i -> chunk(stream, i)).toList();
        return new FollowReply(50, version, (long) total * CHUNK, id(stream, 0), total, chunks);
    }

    private Sent takeFollow() {
        return servers.take(Follow.class);
    }

    private static Follow body(Sent sent) {
        return (Follow) sent.request();
    }

    private void tell(FollowReply reply) {
        servers.ok(takeFollow(), reply);
        servers.greetAll();
    }

    private boolean isAsked(Class<? extends Request> type) {
        return servers.sent.stream().anyMatch(sent -> type.isInstance(sent.request()));
    }

    /** Answers the oldest READ. */
    private void read() {
        Sent sent = servers.take(Read.class);
        int index = ((Read) sent.request()).chunk().sequence() % STREAM;
        servers.okWithPayload(sent, new Empty(), Arrays.copyOfRange(CONTENT, index * CHUNK, (index + 1) * CHUNK));
        servers.greetAll();
    }

    private byte[] got(int chunks) {
        return Arrays.copyOf(sink.bytes(), chunks * CHUNK);
    }

    private static byte[] content(int chunks) {
        return Arrays.copyOf(CONTENT, chunks * CHUNK);
    }

    @Test
    void shouldReadChunksAsTheyComeAndEndWithThePublication() {
        follow();
        Sent first = takeFollow();
        assertThat(body(first)).isEqualTo(new Follow(NAME, 0, ChunkId.NONE, 0));
        servers.ok(first, growing(STREAM, 0, 1));
        servers.greetAll();
        assertThat(isAsked(Follow.class)).isTrue();
        read();
        assertThat(got(1)).isEqualTo(content(1));
        assertThat(follow.isDone()).isFalse();

        assertThat(body(servers.sent.peek())).isEqualTo(new Follow(NAME, 0, id(STREAM, 0), 1));
        tell(growing(STREAM, 1, 3));
        read();
        read();
        tell(reply(STREAM, 77, 3, 4, 4));
        assertThat(follow.isDone()).isFalse();
        read();

        assertThat(resultOf(follow)).isEqualTo(77);
        assertThat(got(4)).isEqualTo(CONTENT);
    }

    @Test
    void shouldEndAtOnceWhenItIsPublishedWithoutMoreChunks() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();

        tell(reply(STREAM, 77, 1, 1, 1));

        assertThat(resultOf(follow)).isEqualTo(77);
        assertThat(got(1)).isEqualTo(content(1));
    }

    @Test
    void shouldReadAnObjectThatIsPublishedAlready() {
        follow();
        tell(reply(STREAM, 77, 0, 2, 2));
        assertThat(isAsked(Follow.class)).isFalse();
        read();
        read();

        assertThat(resultOf(follow)).isEqualTo(77);
    }

    @Test
    void shouldAskForTheRestOfALongAnswer() {
        follow();
        tell(reply(STREAM, 77, 0, 2, 4));

        Sent rest = takeFollow();
        assertThat(body(rest).fromChunk()).isEqualTo(2);
        servers.ok(rest, reply(STREAM, 77, 2, 4, 4));
        for (int i = 0; i < 4; i++) {
            read();
        }
        assertThat(got(4)).isEqualTo(CONTENT);
        assertThat(follow.isDone()).isTrue();
    }

    @Test
    void shouldLookAnInlineObjectUp() {
        follow();
        servers.ok(takeFollow(), new FollowReply(50, 77, 5, ChunkId.NONE, 0, List.of()));
        byte[] content = ScriptedServers.bytes("hello");
        ObjectReply found = new ObjectReply(77, 77, 5, Checksum.crc32c(content, 0, 5), 1, 0, 0, true, List.of());

        servers.okWithPayload(servers.take(Lookup.class), found, content);

        assertThat(resultOf(follow)).isEqualTo(77);
        assertThat(sink.bytes()).isEqualTo(content);
    }

    @Test
    void shouldReadAnEmptyObject() {
        follow();
        servers.ok(takeFollow(), new FollowReply(50, 77, 0, ChunkId.NONE, 0, List.of()));

        servers.ok(servers.take(Lookup.class), new ObjectReply(77, 77, 0, 0, 1, 0, 0, true, List.of()));

        assertThat(resultOf(follow)).isEqualTo(77);
        assertThat(sink.bytes()).isEmpty();
    }

    @Test
    void shouldAskAgainWhenInlineBytesAreDamagedOnceAndFailTheSecondTime() {
        follow();
        for (int i = 0; i < 2; i++) {
            servers.ok(takeFollow(), new FollowReply(50, 77, 5, ChunkId.NONE, 0, List.of()));
            ObjectReply found = new ObjectReply(77, 77, 5, 1234, 1, 0, 0, true, List.of());
            servers.okWithPayload(servers.take(Lookup.class), found, ScriptedServers.bytes("hello"));
        }

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.CORRUPT_OBJECT);
    }

    @Test
    void shouldFailAtOnceWhenThereIsNothingAndNobodyAwaits() {
        follow();

        servers.refuse(takeFollow(), Status.NOT_FOUND);

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
    }

    @Test
    void shouldAwaitInSlices() {
        follow(Duration.ofSeconds(6));
        Sent first = takeFollow();
        assertThat(body(first).flags()).isEqualTo(Follow.AWAIT);
        assertThat(first.deadlineMillis()).isEqualTo(4000);
        servers.now += Duration.ofSeconds(4).toNanos();
        servers.refuse(first, Status.DEADLINE_EXCEEDED);
        Sent second = takeFollow();
        assertThat(second.deadlineMillis()).isEqualTo(2000);
        servers.now += Duration.ofSeconds(2).toNanos();
        servers.refuse(second, Status.DEADLINE_EXCEEDED);

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
    }

    @Test
    void shouldAskAgainWhenNothingCameInASlice() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();
        Sent parked = takeFollow();
        assertThat(parked.deadlineMillis()).isEqualTo(4000);
        servers.now += Duration.ofSeconds(4).toNanos();

        servers.refuse(parked, Status.DEADLINE_EXCEEDED);

        assertThat(body(takeFollow()).fromChunk()).isEqualTo(1);
    }

    @Test
    void shouldNotAskAShardThatDoesNotWaitWithoutPause() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();

        servers.refuse(takeFollow(), Status.DEADLINE_EXCEEDED);

        assertThat(isAsked(Follow.class)).isFalse();
        servers.toNextTimer();
        assertThat(isAsked(Follow.class)).isTrue();
    }

    @Test
    void rule11ShouldFailWhenTheStreamIsAbandonedAfterBytesWereHandedOut() {
        follow(Duration.ofSeconds(20));
        tell(growing(STREAM, 0, 1));
        read();
        sink.committed = true;

        servers.refuse(takeFollow(), Status.NOT_FOUND);

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.OBJECT_CHANGED);
    }

    @Test
    void rule11ShouldFailWhenAnotherObjectIsThereAfterBytesWereHandedOut() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();
        sink.committed = true;

        servers.refuse(takeFollow(), Status.CONDITION_FAILED);

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.OBJECT_CHANGED);
    }

    @Test
    void shouldTakeAnAbandonedStreamForAbsentBeforeBytesWereHandedOut() {
        follow(Duration.ofSeconds(20));
        tell(growing(STREAM, 0, 2));
        read();

        servers.refuse(takeFollow(), Status.NOT_FOUND);
        assertThat(isAsked(Follow.class))
                .as("a READ is under way that may write into the sink")
                .isFalse();
        read();

        Sent again = takeFollow();
        assertThat(body(again)).isEqualTo(new Follow(NAME, Follow.AWAIT, ChunkId.NONE, 0));
        servers.ok(again, reply(20, 78, 0, 1, 1));
        read();
        assertThat(resultOf(follow)).isEqualTo(78);
        assertThat(sink.begun).isEqualTo(2);
    }

    /** With the rule taken out the reader goes on in another stream's bytes. */
    @Test
    void rule11ShouldNotGoOnInAnotherStream() {
        for (boolean kept : List.of(true, false)) {
            servers = new ScriptedServers(2, kept ? new ClientRules() : new Splicing());
            follow();
            tell(growing(STREAM, 0, 1));
            read();
            sink.committed = true;
            tell(reply(20, 78, 1, 2, 2));
            if (kept) {
                assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.OBJECT_CHANGED);
                sink.committed = false;
            } else {
                read();
                assertThat(follow.outcome()).isInstanceOf(Outcome.Value.class);
            }
        }
    }

    private static final class Splicing extends ClientRules {
        @Override
        protected boolean isSameStream(ChunkId before, FollowReply found) {
            return true;
        }
    }

    @Test
    void shouldAskWhereChunksAreWhenANodeHasThemNoMore() {
        follow();
        tell(growing(STREAM, 0, 2));
        Sent parked = takeFollow();
        servers.refuse(servers.take(Read.class), Status.NO_CHUNK);
        read();

        Sent again = takeFollow();
        assertThat(body(again)).isEqualTo(new Follow(NAME, 0, id(STREAM, 0), 0));
        FollowReply moved =
                new FollowReply(50, 0, 2 * CHUNK, id(STREAM, 0), 2, List.of(chunk(STREAM, 0, 2), chunk(STREAM, 1)));
        servers.ok(again, moved);
        servers.greetAll();
        Sent elsewhere = servers.take(Read.class);
        assertThat(elsewhere.to().id()).isEqualTo(2);
        servers.okWithPayload(elsewhere, new Empty(), content(1));
        assertThat(got(2)).isEqualTo(content(2));

        // The FOLLOW that was parked all the while is answered too, and tells nothing new.
        servers.ok(parked, growing(STREAM, 2, 3));
        tell(reply(STREAM, 77, 2, 3, 3));
        read();
        assertThat(resultOf(follow)).isEqualTo(77);
        assertThat(got(3)).isEqualTo(content(3));
    }

    @Test
    void shouldKeepTryingUntilTheDeadlineWhenTheOnlyReplicaCannotBeReached() {
        follow();
        tell(growing(STREAM, 0, 1));
        for (int i = 0; i < 1000 && !follow.isDone(); i++) {
            while (isAsked(Read.class)) {
                servers.refuse(servers.take(Read.class), Status.NO_CHUNK);
            }
            for (Sent sent : List.copyOf(servers.sent)) {
                if (sent.request() instanceof Follow body && body.fromChunk() == 0) {
                    servers.sent.remove(sent);
                    servers.ok(sent, growing(STREAM, 0, 1));
                }
            }
            if (!follow.isDone()) {
                servers.toNextTimer();
                servers.greetAll();
            }
        }

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(follow).message()).contains("node1");
    }

    @Test
    void shouldCheckEachChunk() {
        follow();
        tell(growing(STREAM, 0, 1));
        for (int i = 0; i < 2; i++) {
            servers.okWithPayload(servers.take(Read.class), new Empty(), new byte[CHUNK]);
        }

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.CORRUPT_OBJECT);
    }

    @Test
    void shouldNotBelieveAnAnswerThatTellsNothingOrTooMuch() {
        for (FollowReply mad : List.of(
                reply(STREAM, 0, 1, 1, 1),
                reply(STREAM, 0, 1, 3, 2),
                new FollowReply(50, 77, 1, id(STREAM, 0), 1, List.of()))) {
            servers = new ScriptedServers();
            follow();
            tell(growing(STREAM, 0, 1));
            read();
            tell(mad);
            assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.SERVER_ERROR);
        }
    }

    @Test
    void shouldReportLostData() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();

        servers.refuse(takeFollow(), Status.DATA_LOST);

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.DATA_LOST);
    }

    @Test
    void shouldAskAgainAfterTheShardWasRestarted() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();
        Sent lost = takeFollow();
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();

        assertThat(takeFollow().request()).isEqualTo(lost.request());
    }

    @Test
    void shouldEndAtTheDeadlineWhenTheWriterIsSilent() {
        follow();
        tell(growing(STREAM, 0, 1));
        read();
        while (!follow.isDone()) {
            servers.toNextTimer();
            if (isAsked(Follow.class)) {
                servers.refuse(takeFollow(), Status.DEADLINE_EXCEEDED);
            }
            servers.greetAll();
        }

        assertThat(failureOf(follow).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
        assertThat(servers.now).isEqualTo(Duration.ofSeconds(30).toNanos());
    }
}
