package io.pocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.benchmarks.contender.Contender;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.FakeRedis;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.contender.WrongAnswerException;
import io.pocket.protocol.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver with Redis's dialogue, against a server of a few lines. */
class LoadDriverTest {
    private static final int SIZE_BYTES = 1024;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeRedis redis = new FakeRedis();
    private final Key[] keys = Key.many("load", 10);

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void shouldGetTheKeysInTurnOnEveryConnection() throws IOException {
        put(SIZE_BYTES, 0);
        try (LoadDriver driver = new LoadDriver(8)) {
            for (int i = 0; i < 3; i++) {
                connect(driver);
            }
            driver.start();
            driver.runFor(LONG, 1000);
            driver.drain();

            assertThat(driver.answered()).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void shouldNoticeTheValueOfAnotherKey() throws IOException {
        put(SIZE_BYTES, 1);

        assertThatThrownBy(this::drive).isInstanceOf(WrongAnswerException.class);
    }

    @Test
    void shouldNoticeAValueOfAnotherLength() throws IOException {
        put(SIZE_BYTES / 2, 0);

        assertThatThrownBy(this::drive).isInstanceOf(IOException.class).hasMessageContaining("$512");
    }

    @Test
    void shouldNoticeThatAKeyIsMissing() {
        assertThatThrownBy(this::drive).isInstanceOf(IOException.class).hasMessageContaining("$-1");
    }

    /** @param shift each key gets the value of the one so many behind */
    private void put(int sizeBytes, int shift) throws IOException {
        Values values = new Values(sizeBytes);
        try (Contender client = ContenderKind.REDIS.open(redis.address(), sizeBytes)) {
            for (int i = 0; i < keys.length; i++) {
                client.put(keys[i], values.of(keys[(i + shift) % keys.length]));
            }
        }
    }

    private void drive() throws IOException {
        try (LoadDriver driver = new LoadDriver(2)) {
            connect(driver);
            driver.start();
            driver.runFor(LONG, 10);
        }
    }

    private void connect(LoadDriver driver) throws IOException {
        HostPort address = HostPort.parse(redis.address());
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.host(), address.port()));
        driver.add(channel, new RespGets(keys, 3, SIZE_BYTES));
    }
}
