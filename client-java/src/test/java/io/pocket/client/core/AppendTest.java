package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.map;
import static io.pocket.client.core.ScriptedServers.member;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Renewed;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.WeightMapReply;
import io.pocket.protocol.message.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Putting an object that is read meanwhile. Each piece that the source is fed is a chunk. */
class AppendTest {
    private static final ObjectName NAME = ObjectName.of("bucket/log");
    private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);

    private final ScriptedServers servers = new ScriptedServers(4);
    private final StepSource source = new StepSource();

    private AppendOperation append() {
        return append(PutTerms.NONE);
    }

    private AppendOperation append(PutTerms terms) {
        return servers.start(new AppendOperation(NAME, terms, source, servers.in(THIRTY_SECONDS)));
    }

    private void feed(AppendOperation append, int... lengths) {
        for (int length : lengths) {
            source.feed(bytes(length));
            append.onSourceReady(servers.now);
        }
    }

    private void finish(AppendOperation append) {
        source.finish();
        append.onSourceReady(servers.now);
    }

    private Append body(Sent sent) {
        return (Append) sent.request();
    }

    private Sent takeAppend() {
        return servers.take(Append.class);
    }

    private boolean isAsked(Class<? extends Request> type) {
        return servers.sent.stream().anyMatch(sent -> type.isInstance(sent.request()));
    }

    private static List<Integer> lengths(Append append) {
        return append.chunks().stream().map(Chunk::lengthBytes).toList();
    }

    @Test
    void shouldNameChunksAsTheyAreStoredAndPublishWithTheLast() {
        AppendOperation append = append(new PutTerms(false, 0, 9000));
        feed(append, 100);
        servers.storeAll();
        Sent first = takeAppend();
        assertThat(body(first).offset()).isZero();
        assertThat(body(first).flags()).isZero();
        assertThat(body(first).ttlMillis()).isZero();
        assertThat(lengths(body(first))).containsExactly(100);
        assertThat(append.isCaughtUp()).isFalse();
        servers.mutated(first, 41);
        assertThat(append.isCaughtUp()).isTrue();
        assertThat(source.onLoan).isZero();

        feed(append, 30);
        finish(append);
        servers.storeAll();
        Sent last = takeAppend();
        assertThat(body(last).offset()).isEqualTo(100);
        assertThat(body(last).flags()).isEqualTo(Append.LAST);
        assertThat(body(last).ttlMillis()).isEqualTo(9000);
        assertThat(lengths(body(last))).containsExactly(30);
        assertThat(body(last).mutation().chunkFloor()).isEqualTo(2);
        servers.mutated(last, 42);
        assertThat(resultOf(append).version()).isEqualTo(42);
        assertThat(source.onLoan).isZero();
    }

    @Test
    void shouldNameOnlyWhatIsStoredWithoutGap() {
        AppendOperation append = append();
        feed(append, 100, 60, 70);
        servers.greetAll();
        Sent one = servers.take(Write.class);
        Sent two = servers.take(Write.class);
        Sent three = servers.take(Write.class);
        servers.ok(three);
        servers.ok(two);
        assertThat(isAsked(Append.class)).isFalse();

        servers.ok(one);

        assertThat(lengths(body(takeAppend()))).containsExactly(100, 60, 70);
    }

    @Test
    void shouldGatherWhatIsStoredWhileAnAppendIsUnderWay() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        Sent first = takeAppend();
        feed(append, 60, 70);
        servers.storeAll();
        assertThat(isAsked(Append.class)).isFalse();

        servers.mutated(first, 41);

        Append second = body(takeAppend());
        assertThat(second.offset()).isEqualTo(100);
        assertThat(lengths(second)).containsExactly(60, 70);
    }

    @Test
    void shouldTakeNoMoreThanTheWindowBeforeTheShardHasIt() {
        AppendOperation append = append();
        feed(append, 10, 20, 30, 40, 50);
        servers.storeAll();
        assertThat(source.onLoan).isEqualTo(4);

        servers.mutated(takeAppend(), 41);
        servers.storeAll();

        servers.mutated(takeAppend(), 42);
        servers.storeAll();
        assertThat(lengths(body(takeAppend()))).containsExactly(50);
    }

    @Test
    void shouldPublishWithoutMoreChunksWhenAllAreNamed() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        servers.mutated(takeAppend(), 41);

        finish(append);

        Sent last = takeAppend();
        assertThat(body(last).chunks()).isEmpty();
        assertThat(body(last).flags()).isEqualTo(Append.LAST);
        servers.mutated(last, 42);
        assertThat(append.isDone()).isTrue();
    }

    @Test
    void shouldCommitAnEmptyObject() {
        AppendOperation append = append(new PutTerms(true, 0, 0));
        servers.greetAll();
        finish(append);

        Sent commit = servers.take(Commit.class);
        assertThat(((Commit) commit.request()).sizeBytes()).isZero();
        assertThat(((Commit) commit.request()).flags()).isEqualTo(Commit.IF_ABSENT);
        servers.mutated(commit, 41);
        assertThat(resultOf(append).version()).isEqualTo(41);
    }

    @Test
    void shouldAskForAbsenceAtTheBeginningAndAtTheEnd() {
        AppendOperation append = append(new PutTerms(true, 0, 0));
        feed(append, 100);
        servers.storeAll();
        Sent first = takeAppend();
        assertThat(body(first).flags()).isEqualTo(Append.IF_ABSENT);
        servers.mutated(first, 41);
        feed(append, 60);
        servers.storeAll();
        Sent second = takeAppend();
        assertThat(body(second).flags()).isZero();
        servers.mutated(second, 42);
        finish(append);

        Sent last = takeAppend();
        assertThat(body(last).flags()).isEqualTo(Append.LAST | Append.IF_ABSENT);
        servers.refuse(last, Status.EXISTS);
        assertThat(failureOf(append).kind()).isEqualTo(FailureKind.OBJECT_EXISTS);
    }

    @Test
    void shouldFailWhenAnotherWriterTookTheNameAndDiscardWhatTheShardDoesNotHave() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        servers.mutated(takeAppend(), 41);
        feed(append, 60);
        servers.storeAll();

        servers.refuse(takeAppend(), Status.CONDITION_FAILED);

        assertThat(failureOf(append).kind()).isEqualTo(FailureKind.CONDITION_FAILED);
        assertThat(servers.sent)
                .filteredOn(sent -> sent.request() instanceof Discard)
                .hasSize(1);
        assertThat(source.onLoan).isZero();
    }

    @Test
    void rule4ShouldRepeatAnUnansweredAppendAsItWas() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        Sent lost = takeAppend();
        servers.cut(servers.shard());
        servers.toNextTimer();
        servers.greetAll();

        Sent again = takeAppend();

        assertThat(again.request()).isEqualTo(lost.request());
        servers.mutated(again, 41);
        assertThat(append.isCaughtUp()).isTrue();
    }

    @Test
    void shouldWriteToAnotherNodeWhatTheShardRefusesAlthoughTheSourceIsGone() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        Sent stale = takeAppend();
        int node = body(stale).chunks().get(0).replicas().get(0).nodeId();
        servers.refuse(stale, Status.STALE_NODE);
        assertThat(isAsked(Append.class)).isFalse();
        servers.map = map(2, member(3 - node, 10));
        servers.ok(servers.take(WeightMapGet.class), new WeightMapReply(servers.map));
        servers.storeAll();

        Append moved = body(takeAppend());

        assertThat(moved.chunks().get(0).replicas().get(0).nodeId()).isEqualTo(3 - node);
        assertThat(moved.mutation().sequence()).isEqualTo(2);
    }

    @Test
    void shouldKeepItsUploadAliveWhileNothingComes() {
        AppendOperation append = append();
        append.deadline(servers.in(Duration.ofMinutes(10)));
        feed(append, 100);
        servers.storeAll();
        servers.mutated(takeAppend(), 41);

        servers.pass(Duration.ofSeconds(31));

        servers.ok(servers.take(Renew.class), new Renewed(60_000));
        assertThat(append.isDone()).isFalse();
    }

    @Test
    void shouldFailWhenTheSessionExpiredWithWhatWasAppended() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        servers.mutated(takeAppend(), 41);
        feed(append, 60);
        servers.storeAll();
        servers.upload = UploadId.of(1, 8);

        servers.refuse(takeAppend(), Status.UPLOAD_EXPIRED);
        servers.toNextTimer();
        servers.greetAll();

        assertThat(failureOf(append).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failureOf(append).message()).contains("write it again");
        assertThat(source.onLoan).isZero();
    }

    @Test
    void shouldBeginAnewWhenTheSessionExpiredBeforeTheShardHadAnything() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        Sent lost = takeAppend();
        servers.cut(servers.shard());
        servers.upload = UploadId.of(1, 8);
        servers.toNextTimer();
        servers.storeAll();

        Append again = body(takeAppend());

        assertThat(again.mutation().upload()).isEqualTo(servers.upload);
        assertThat(again.chunks().get(0).crc32c())
                .isEqualTo(body(lost).chunks().get(0).crc32c());
        assertThat(append.isDone()).isFalse();
    }

    /** Whether it was published can be told to be unknown only once it may have been. */
    @Test
    void shouldCallTheOutcomeUnknownOnlyOfTheLastAppend() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        takeAppend();
        servers.pass(THIRTY_SECONDS);
        assertThat(failureOf(append).outcomeUnknown()).isFalse();

        StepSource whole = new StepSource().feed(bytes(100)).finish();
        AppendOperation last =
                servers.start(new AppendOperation(NAME, PutTerms.NONE, whole, servers.in(THIRTY_SECONDS)));
        servers.storeAll();
        takeAppend();
        servers.pass(THIRTY_SECONDS);
        assertThat(failureOf(last).outcomeUnknown()).isTrue();
    }

    /** Otherwise the next operations of the lane would keep the upload alive, and with it a stream that nobody writes. */
    @Test
    void rule2ShouldGiveTheUploadUpWithAStreamThatIsNotFinished() {
        AppendOperation append = append();
        feed(append, 100);
        servers.storeAll();
        servers.mutated(takeAppend(), 41);
        servers.lane.cancel(append, "abandoned");

        servers.start(Question.stat(NAME, servers.in(THIRTY_SECONDS)));
        servers.acceptAll();

        Hello hello = (Hello) servers.takeHello().request();
        assertThat(hello.resumeUpload()).isEqualTo(UploadId.NONE);
    }

    @Test
    void shouldKeepTheUploadWhenNothingWasAppendedOrAllWasPublished() {
        AppendOperation nothing = append();
        servers.greetAll();
        servers.lane.cancel(nothing, "abandoned");
        StepSource whole = new StepSource().feed(bytes(100)).finish();
        servers.start(new AppendOperation(NAME, PutTerms.NONE, whole, servers.in(THIRTY_SECONDS)));
        servers.storeAll();
        servers.mutated(takeAppend(), 41);

        servers.start(Question.stat(NAME, servers.in(THIRTY_SECONDS)));

        assertThat(servers.sent).hasSize(1);
        assertThat(servers.connecting).isEmpty();
    }

    @Test
    void shouldRefuseMorePartsThanAnObjectHas() {
        AppendOperation append = append();
        servers.greetAll();
        for (int i = 0; i < ChunkSupply.CHUNKS_MAX && !append.isDone(); i++) {
            feed(append, 1);
            servers.storeAll();
            servers.mutated(takeAppend(), i);
        }
        assertThat(append.isDone()).isFalse();

        feed(append, 1);

        assertThat(failureOf(append).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failureOf(append).message()).contains("flush less often");
    }

    @Test
    void shouldRefuseToReplaceACertainVersion() {
        assertThatThrownBy(() -> append(new PutTerms(false, 3, 0))).isInstanceOf(IllegalArgumentException.class);
    }
}
