package io.pocket.client.core;

import static io.pocket.client.core.ScriptedServers.bytes;
import static io.pocket.client.core.ScriptedServers.failureOf;
import static io.pocket.client.core.ScriptedServers.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.client.core.ScriptedServers.Sent;
import io.pocket.protocol.Checksum;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that ride in COMMIT and LOOKUP: one round trip each. */
class SmallObjectTest {
    private static final ObjectName NAME = ObjectName.of("bucket/small");
    private static final byte[] HELLO_WORLD = bytes("hello");

    private final ScriptedServers servers = new ScriptedServers();
    private final ArraySink sink = new ArraySink();

    private PutOperation put(byte[] bytes) {
        return servers.start(
                new PutOperation(NAME, PutTerms.NONE, new ArraySource(bytes), servers.in(Duration.ofSeconds(30))));
    }

    private GetOperation get(GetTerms terms) {
        return servers.start(new GetOperation(NAME, terms, sink, servers.in(Duration.ofSeconds(30))));
    }

    static ObjectReply inline(byte[] bytes, long version) {
        int crc32c = Checksum.crc32c(bytes, 0, bytes.length);
        return new ObjectReply(version, version, bytes.length, crc32c, 1, 0, 0, true, List.of());
    }

    @Test
    void shouldGreetBeforeAnythingElse() {
        put(HELLO_WORLD);
        servers.acceptAll();
        Sent hello = servers.takeHello();
        assertThat(servers.sent).isEmpty();
        Hello body = (Hello) hello.request();
        assertThat(body.role()).isEqualTo(Role.CLIENT);
        assertThat(body.resumeUpload()).isZero();
        servers.ok(hello, servers.shardHello());
        assertThat(servers.sent).singleElement().extracting(Sent::request).isInstanceOf(Commit.class);
    }

    @Test
    void shouldPutInline() {
        PutOperation put = put(HELLO_WORLD);
        servers.greetAll();
        Sent sent = servers.take(Commit.class);
        Commit commit = (Commit) sent.request();
        assertThat(commit.name()).isEqualTo(NAME);
        assertThat(commit.sizeBytes()).isEqualTo(5);
        assertThat(commit.chunks()).isEmpty();
        assertThat(commit.crc32c()).isEqualTo(Checksum.crc32c(HELLO_WORLD, 0, 5));
        assertThat(commit.mutation().upload()).isEqualTo(ScriptedServers.UPLOAD);
        assertThat(commit.mutation().sequence()).isEqualTo(1);
        assertThat(sent.payload().toArray()).isEqualTo(HELLO_WORLD);
        assertThat(sent.deadlineMillis()).isEqualTo(30_000);
        servers.mutated(sent, 41);
        assertThat(resultOf(put).version()).isEqualTo(41);
    }

    @Test
    void shouldPutAnEmptyObjectInline() {
        PutOperation put = put(new byte[0]);
        servers.greetAll();
        Sent sent = servers.take(Commit.class);
        assertThat(((Commit) sent.request()).sizeBytes()).isZero();
        servers.mutated(sent, 1);
        assertThat(put.isDone()).isTrue();
    }

    @Test
    void shouldGetInline() {
        GetOperation get = get(GetTerms.WHOLE);
        servers.greetAll();
        servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), HELLO_WORLD);
        assertThat(resultOf(get).version()).isEqualTo(3);
        assertThat(sink.bytes()).isEqualTo(HELLO_WORLD);
    }

    @Test
    void shouldGetAnEmptyObject() {
        GetOperation get = get(GetTerms.WHOLE);
        servers.greetAll();
        servers.ok(servers.take(Lookup.class), inline(new byte[0], 3));
        assertThat(get.isDone()).isTrue();
        assertThat(sink.bytes()).isEmpty();
    }

    @Test
    void shouldCutARangeOutOfInlineBytes() {
        get(GetTerms.range(1, 3));
        servers.greetAll();
        servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), HELLO_WORLD);
        assertThat(sink.bytes()).isEqualTo(bytes("ell"));
    }

    @Test
    void shouldRefuseARangeBeyondTheEnd() {
        GetOperation get = get(GetTerms.range(6, 1));
        servers.greetAll();
        servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), HELLO_WORLD);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    @Test
    void shouldSayWhatIsMissingAndAsOfWhen() {
        GetOperation get = get(GetTerms.WHOLE);
        servers.greetAll();
        servers.refuse(servers.take(Lookup.class), Status.NOT_FOUND);
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.NO_SUCH_OBJECT);
        assertThat(failureOf(get).message()).contains("bucket/small");
        assertThat(failureOf(get).asOf()).isEqualTo(77);
    }

    @Test
    void shouldReadInlineBytesOnceMoreWhenTheirChecksumIsWrong() {
        GetOperation get = get(GetTerms.WHOLE);
        servers.greetAll();
        servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), bytes("hallo"));
        assertThat(get.isDone()).isFalse();
        servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), HELLO_WORLD);
        assertThat(sink.bytes()).isEqualTo(HELLO_WORLD);
        assertThat(get.isDone()).isTrue();
    }

    @Test
    void shouldCallAnObjectCorruptWhenItsChecksumIsWrongTwice() {
        GetOperation get = get(GetTerms.WHOLE);
        servers.greetAll();
        for (int i = 0; i < 2; i++) {
            servers.okWithPayload(servers.take(Lookup.class), inline(HELLO_WORLD, 3), bytes("hallo"));
        }
        assertThat(failureOf(get).kind()).isEqualTo(FailureKind.CORRUPT_OBJECT);
    }

    @Test
    void shouldLeaveNothingBehind() {
        put(HELLO_WORLD);
        servers.greetAll();
        servers.mutated(servers.take(Commit.class), 41);
        assertThat(servers.sent).isEmpty();
        assertThat(servers.closed).isEmpty();
        assertThat(servers.lane.timerNanos()).isEqualTo(Lane.NEVER);
    }
}
