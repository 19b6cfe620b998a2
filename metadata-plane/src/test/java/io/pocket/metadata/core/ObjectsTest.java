package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Answer;
import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BucketCreate;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Rename;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Stat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsTest {
    private final ShardHarness shard = new ShardHarness();
    private final Peer client = shard.client();

    private static Lookup lookup(String name) {
        return new Lookup(0, ObjectName.of(name), 0, Mutation.NONE, 0);
    }

    private String text(String name) {
        return client.ok(lookup(name)).payload();
    }

    @Test
    void shouldReturnInlineBytesWithTheLookup() {
        client.putInline("b/a", "hello", 0);

        Answer answer = client.ok(lookup("b/a"));
        assertThat(answer.payload()).isEqualTo("hello");
        assertThat(((ObjectReply) answer.body()).inline()).isTrue();
    }

    @Test
    void shouldReturnThePlacesOfChunks() {
        client.putChunk("b/a", 1);

        ObjectReply object = (ObjectReply) client.ok(lookup("b/a")).body();
        assertThat(object.sizeBytes()).isEqualTo(5000);
        assertThat(object.chunks().getFirst().replicas().getFirst().chunk()).isEqualTo(client.chunkId(1));
    }

    @Test
    void shouldKeepAnEmptyObject() {
        client.putInline("b/a", "", 0);

        assertThat(((ObjectReply) client.ok(lookup("b/a")).body()).sizeBytes()).isZero();
    }

    @Test
    void shouldReplaceAtomicallyAndRaiseTheVersion() {
        client.putInline("b/a", "one", 0);
        long first = ((ObjectReply) client.ok(lookup("b/a")).body()).version();
        client.putInline("b/a", "two", 0);

        assertThat(text("b/a")).isEqualTo("two");
        assertThat(((ObjectReply) client.ok(lookup("b/a")).body()).version()).isGreaterThan(first);
    }

    @Test
    void shouldLetOnlyTheFirstPutIfAbsentWin() {
        assertThat(client.putInline("b/a", "one", Commit.IF_ABSENT).status()).isEqualTo(Status.OK);
        assertThat(client.putInline("b/a", "two", Commit.IF_ABSENT).status()).isEqualTo(Status.EXISTS);
        assertThat(text("b/a")).isEqualTo("one");
    }

    /** ORIGINAL.md §8.3 row 4: a put that failed left an entry that made its repetition fail. */
    @Test
    void shouldTakeTheSameNameAgainAfterARefusedPut() {
        Commit stale = new Commit(client.nextMutation(), ObjectName.of("b/a"), 0, 0, 0, 9999, 0, List.of());
        assertThat(client.ask(stale).status()).isEqualTo(Status.INVALID_ARGUMENT);

        assertThat(client.ask(lookup("b/a")).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(client.putInline("b/a", "one", Commit.IF_ABSENT).status()).isEqualTo(Status.OK);
    }

    /** ORIGINAL.md §8.3 row 3: names were only hashes, so these two were one object. */
    @Test
    void shouldTellNamesWithEqualHashesApart() {
        client.putInline("b/Aa", "one", 0);
        client.putInline("b/BB", "two", 0);

        assertThat(text("b/Aa")).isEqualTo("one");
        assertThat(text("b/BB")).isEqualTo("two");
    }

    @Test
    void shouldDeleteOnceAndThenNotFind() {
        client.putInline("b/a", "one", 0);

        client.ok(new Delete(client.nextMutation(), ObjectName.of("b/a"), 0));

        assertThat(client.ask(new Delete(client.nextMutation(), ObjectName.of("b/a"), 0))
                        .status())
                .isEqualTo(Status.NOT_FOUND);
        assertThat(shard.state().inline().usedBytes()).isZero();
    }

    @Test
    void shouldDeleteOnlyTheVersionThatWasMeant() {
        client.putInline("b/a", "one", 0);
        long version = ((ObjectReply) client.ok(new Stat(ObjectName.of("b/a"))).body()).version();
        client.putInline("b/a", "two", 0);

        assertThat(client.ask(new Delete(client.nextMutation(), ObjectName.of("b/a"), version))
                        .status())
                .isEqualTo(Status.CONDITION_FAILED);
    }

    @Test
    void shouldRenameWithinABucketOnly() {
        client.putInline("b/a", "one", 0);

        client.ok(new Rename(client.nextMutation(), ObjectName.of("b/a"), ObjectName.of("b/z"), false));
        assertThat(text("b/z")).isEqualTo("one");
        assertThat(client.ask(lookup("b/a")).status()).isEqualTo(Status.NOT_FOUND);
        Rename across = new Rename(client.nextMutation(), ObjectName.of("b/z"), ObjectName.of("c/z"), false);
        assertThat(client.ask(across).status()).isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldListInOrderPageByPage() {
        for (int i = 9; i >= 0; i--) {
            client.putInline("b/" + i, "x", 0);
        }
        client.putInline("c/0", "x", 0);

        List<String> names = new ArrayList<>();
        Bytes cursor = Bytes.EMPTY;
        ListReply page;
        do {
            page = (ListReply)
                    client.ok(new ListNames(Bytes.utf8("b/"), cursor, 3)).body();
            page.entries().stream()
                    .map(ListEntry::name)
                    .map(ObjectName::toString)
                    .forEach(names::add);
            cursor = page.entries().getLast().name().asBytes();
        } while (page.more());

        assertThat(names).containsExactly("b/0", "b/1", "b/2", "b/3", "b/4", "b/5", "b/6", "b/7", "b/8", "b/9");
    }

    @Test
    void shouldNeverAnswerAPageLongerThanABody() {
        String longName = "b/" + "x".repeat(1000);
        for (int i = 0; i < 200; i++) {
            client.putInline(longName + i, "x", 0);
        }

        ListReply page = (ListReply) client.ok(new ListNames(Bytes.utf8("b/"), Bytes.EMPTY, ListNames.MAX_LIMIT))
                .body();

        assertThat(page.more()).isTrue();
        assertThat(page.bodyLength()).isLessThanOrEqualTo(64 << 10);
    }

    @Test
    void shouldCountByPrefix() {
        client.putInline("b/a1", "xx", 0);
        client.putInline("b/a2", "xxx", 0);
        client.putInline("b/c", "x", 0);

        CountReply count = (CountReply) client.ok(new Count(Bytes.utf8("b/a"))).body();
        assertThat(count.objects()).isEqualTo(2);
        assertThat(count.bytes()).isEqualTo(5);
    }

    /** What is no UTF-8 reads as U+FFFD, which a bucket may be called too. */
    @Test
    void shouldFindNothingUnderAPrefixThatIsNoText() {
        client.putInline("\ufffd/a", "one", 0);
        Bytes prefix = Bytes.copyOf(new byte[] {(byte) 0xff, '/'});
        Bytes longer = Bytes.copyOf(new byte[] {(byte) 0xff, '/', 'x', 'y', 'a'});

        for (Bytes none : List.of(prefix, longer)) {
            assertThat(((CountReply) client.ok(new Count(none)).body()).objects())
                    .isZero();
            assertThat(((ListReply) client.ok(new ListNames(none, Bytes.EMPTY, 10))
                                    .body())
                            .entries())
                    .isEmpty();
        }
    }

    @Test
    void shouldEndObjectsOfABucketWithALifetime() {
        client.ok(new BucketCreate(client.nextMutation(), "b", 1_000));
        client.putInline("b/a", "one", 0);

        shard.pass(999);
        assertThat(text("b/a")).isEqualTo("one");
        shard.pass(1);
        assertThat(client.ask(lookup("b/a")).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(shard.state().inline().usedBytes()).isZero();
    }

    /** Rule 14. */
    @Test
    void shouldNotCountDownTimeAsLifetime() {
        client.ok(new BucketCreate(client.nextMutation(), "b", 1_000));
        client.putInline("b/a", "one", 0);

        shard.restart();
        Peer again = shard.client();

        assertThat(again.ask(lookup("b/a")).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldDeleteABucketWithAllItsObjects() {
        client.putInline("b/a", "one", 0);
        client.putChunk("b/c", 1);

        client.ok(new BucketDelete(client.nextMutation(), "b"));

        assertThat(client.ask(lookup("b/a")).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(shard.state().nodes().pendingFrees()).isEqualTo(1);
    }

    @Test
    void shouldRefuseCleanlyWhenTheLogIsFull() {
        client.putInline("b/a", "one", 0);
        shard.fillLog(true);

        assertThat(client.putInline("b/a", "two", 0).status()).isEqualTo(Status.STORAGE_FULL);
        assertThat(text("b/a")).isEqualTo("one");
        shard.fillLog(false);
        assertThat(client.putInline("b/a", "two", 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        String longText = "b/" + "é".repeat(600);
        List<Request> bad = List.of(
                new Lookup(0x40, ObjectName.of("b/a"), 0, Mutation.NONE, 0),
                new ListNames(Bytes.utf8(longText), Bytes.EMPTY, 10),
                new ListNames(Bytes.utf8("b/"), Bytes.utf8(longText), 10),
                new ListNames(Bytes.utf8("b/"), Bytes.EMPTY, 0),
                new ListNames(Bytes.utf8("b"), Bytes.EMPTY, 10),
                new Count(Bytes.utf8(longText)),
                new BucketCreate(client.nextMutation(), "é".repeat(600), 0),
                new BucketCreate(client.nextMutation(), "a/b", 0));

        assertThat(bad)
                .allSatisfy(request -> assertThat(client.ask(request).status()).isEqualTo(Status.INVALID_ARGUMENT));
    }

    @Test
    void shouldRefuseAChunkTwiceOnOneNode() {
        Replica first = new Replica(client.chunkId(1), ShardHarness.NODE, ShardHarness.INCARNATION);
        Replica second = new Replica(client.chunkId(2), ShardHarness.NODE, ShardHarness.INCARNATION);
        Commit commit = new Commit(
                client.nextMutation(),
                ObjectName.of("b/a"),
                0,
                0,
                0,
                10,
                0,
                List.of(new Chunk(10, 0, List.of(first, second))));

        assertThat(client.ask(commit).status()).isEqualTo(Status.INVALID_ARGUMENT);
    }

    @Test
    void shouldKeepOneExpiryForEachLivingObject() {
        client.ok(new BucketCreate(client.nextMutation(), "b", 1_000_000));
        for (int i = 0; i < 100; i++) {
            client.putInline("b/a", "overwritten", 0);
        }
        client.ok(new Rename(client.nextMutation(), ObjectName.of("b/a"), ObjectName.of("b/z"), false));
        assertThat(shard.state().table().scheduled()).isEqualTo(1);

        client.ok(new Delete(client.nextMutation(), ObjectName.of("b/z"), 0));
        assertThat(shard.state().table().scheduled()).isZero();
    }

    @Test
    void shouldEndAnObjectLaterWhenTheLogWasFullAtItsTime() {
        client.ok(new BucketCreate(client.nextMutation(), "b", 1_000));
        client.putInline("b/a", "one", 0);
        shard.fillLog(true);
        shard.pass(1_000);
        assertThat(shard.state().inline().usedBytes()).isPositive();

        shard.fillLog(false);
        shard.pass(1);

        assertThat(shard.state().inline().usedBytes()).isZero();
    }

    @Test
    void shouldTakeTheLongestTimeToLive() {
        client.ok(new BucketCreate(client.nextMutation(), "b", Long.MAX_VALUE));
        client.putInline("b/a", "one", 0);

        assertThat(shard.core().nextTickNanos()).isPositive();
        assertThat(text("b/a")).isEqualTo("one");
    }
}
