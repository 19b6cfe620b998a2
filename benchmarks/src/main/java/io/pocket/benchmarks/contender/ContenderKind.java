package io.pocket.benchmarks.contender;

import java.io.IOException;

/** What can be measured, and through which client. */
public enum ContenderKind {
    /** Through the public API of {@code PocketClient}. The address is a connection string. */
    POCKET {
        @Override
        public Contender open(String address, int sizeBytesMax) {
            return new PocketContender(address, sizeBytesMax);
        }
    },
    /** Redis through {@link RespClient}. */
    REDIS {
        @Override
        public Contender open(String address, int sizeBytesMax) throws IOException {
            return new RespClient(BlockingConnection.to(address), sizeBytesMax);
        }
    },
    /** Redis through Jedis. */
    JEDIS {
        @Override
        public Contender open(String address, int sizeBytesMax) {
            return new JedisContender(address);
        }
    },
    /** memcached through {@link MemcachedClient}. */
    MEMCACHED {
        @Override
        public Contender open(String address, int sizeBytesMax) throws IOException {
            return new MemcachedClient(BlockingConnection.to(address), sizeBytesMax);
        }
    },
    /** A Java process that only moves bytes, see {@link SocketPeer}. */
    SOCKET {
        @Override
        public Contender open(String address, int sizeBytesMax) throws IOException {
            return new SocketClient(BlockingConnection.to(address), sizeBytesMax);
        }
    };

    /**
     * Connects.
     *
     * @param address host and port, or a connection string
     * @param sizeBytesMax longest value that will be asked for
     */
    public abstract Contender open(String address, int sizeBytesMax) throws IOException;
}
