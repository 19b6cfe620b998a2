package io.pocket.benchmarks.contender;

import io.pocket.protocol.HostPort;
import java.nio.ByteBuffer;
import redis.clients.jedis.Jedis;

/** Redis through Jedis, as its users call it: keys and values are arrays. */
final class JedisContender implements Contender {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Jedis jedis;
    private byte[] bytes = new byte[0];

    JedisContender(String address) {
        HostPort parsed = HostPort.parse(address);
        jedis = new Jedis(parsed.host(), parsed.port(), TIMEOUT_MILLIS);
        jedis.connect();
    }

    /** The copy into an array is the price of another buffer type, not of Jedis; it is a few dozen nanoseconds for 1 KB. */
    @Override
    public void put(Key key, ByteBuffer value) {
        if (bytes.length != value.remaining()) {
            bytes = new byte[value.remaining()];
        }
        value.get(bytes);
        String answer = jedis.set(key.utf8(), bytes);
        if (!"OK".equals(answer)) {
            throw new WrongAnswerException(key.text() + ": Jedis answered " + answer);
        }
    }

    @Override
    public ByteBuffer get(Key key) {
        byte[] value = jedis.get(key.utf8());
        if (value == null) {
            throw new WrongAnswerException(key.text() + ": no value");
        }
        return ByteBuffer.wrap(value);
    }

    @Override
    public void close() {
        jedis.close();
    }
}
