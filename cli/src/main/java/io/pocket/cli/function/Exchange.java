package io.pocket.cli.function;

/** What a function needs of Pocket. Not thread-safe: a function has one thread. */
public interface Exchange extends AutoCloseable {

    /** Puts {@code length} bytes from {@code offset}; replaces an object of that name. The array may be reused afterwards. */
    void put(String name, byte[] bytes, int offset, int length);

    /** Gets a whole object into a new array, which the caller owns. */
    byte[] get(String name);

    @Override
    void close();

    /** Puts a whole array. */
    default void put(String name, byte[] bytes) {
        put(name, bytes, 0, bytes.length);
    }
}
