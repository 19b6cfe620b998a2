package io.pocket.cli.function;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** An exchange in this process: a map. */
public class MemoryExchange implements Exchange {

    private final Map<String, byte[]> objects = new HashMap<>();

    @Override
    public void put(String name, byte[] bytes, int offset, int length) {
        objects.put(name, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public byte[] get(String name) {
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("no object " + name);
        }
        return bytes.clone();
    }

    @Override
    public void close() {}

    public int size() {
        return objects.size();
    }
}
