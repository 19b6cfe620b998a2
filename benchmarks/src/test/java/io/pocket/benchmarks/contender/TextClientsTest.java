package io.pocket.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The minimal clients of Redis and memcached, and Jedis, against servers of a few lines. */
class TextClientsTest {
    private static final int LARGE_BYTES = 3 << 20;

    static Stream<Arguments> clientsAndSizes() {
        return Stream.of(ContenderKind.REDIS, ContenderKind.JEDIS, ContenderKind.MEMCACHED)
                .flatMap(kind -> Stream.of(16, 1024, 64 << 10, LARGE_BYTES).map(size -> Arguments.of(kind, size)));
    }

    @ParameterizedTest
    @MethodSource("clientsAndSizes")
    void shouldGetWhatWasPut(ContenderKind kind, int sizeBytes) throws IOException {
        try (FakeServer server = server(kind);
                Contender client = kind.open(server.address(), sizeBytes)) {
            Values values = new Values(sizeBytes);
            for (Key key : Key.many("bucket", 3)) {
                client.put(key, values.of(key));
            }

            for (Key key : Key.many("bucket", 3)) {
                values.check(key, client.get(key));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFailForAKeyThatIsNotThere(ContenderKind kind) throws IOException {
        try (FakeServer server = server(kind);
                Contender client = kind.open(server.address(), 1024)) {
            assertThatThrownBy(() -> client.get(Key.of("nothing", 1)))
                    .isInstanceOf(WrongAnswerException.class)
                    .hasMessageContaining("nothing/00000001");
        }
    }

    @ParameterizedTest
    @MethodSource("minimalKinds")
    void shouldSayWhatTheServerRefused(ContenderKind kind) throws IOException {
        try (FakeServer server = server(kind);
                Contender client = kind.open(server.address(), 1024)) {
            Key key = Key.of("full", 1);
            ByteBuffer value = new Values(1024).of(key);

            assertThatThrownBy(() -> client.put(key, value))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*(OOM|out of memory).*");
        }
    }

    @ParameterizedTest
    @MethodSource("minimalKinds")
    void shouldRefuseAValueLongerThanAnyThatWasPut(ContenderKind kind) throws IOException {
        Key key = Key.of("long", 1);
        try (FakeServer server = server(kind);
                Contender client = kind.open(server.address(), 1024)) {
            server.values.put(key.text(), new byte[2000]);

            assertThatThrownBy(() -> client.get(key)).hasMessageContaining("2000");
        }
    }

    @Test
    void shouldMoveBytesBothWaysThroughABareSocket() throws IOException {
        Values values = new Values(LARGE_BYTES);
        Key key = Key.of("bucket", 7);
        try (BareSocketServer server = new BareSocketServer(LARGE_BYTES);
                Contender client = ContenderKind.SOCKET.open(server.address(), LARGE_BYTES)) {
            client.put(key, values.of(key));

            values.check(key, client.get(key));
            assertThat(client.get(key).remaining()).isEqualTo(LARGE_BYTES);
        }
    }

    static Stream<ContenderKind> kinds() {
        return Stream.of(ContenderKind.REDIS, ContenderKind.JEDIS, ContenderKind.MEMCACHED);
    }

    static Stream<ContenderKind> minimalKinds() {
        return Stream.of(ContenderKind.REDIS, ContenderKind.MEMCACHED);
    }

    private static FakeServer server(ContenderKind kind) {
        return kind == ContenderKind.MEMCACHED ? new FakeMemcached() : new FakeRedis();
    }
}
