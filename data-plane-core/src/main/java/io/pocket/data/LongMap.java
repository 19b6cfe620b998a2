package io.pocket.data;

import java.util.function.Consumer;

/** Values by a {@code long}, without boxing: open addressing with linear probing. One thread. */
final class LongMap<V> {

    private static final int INITIAL_CAPACITY = 16;

    private long[] keys = new long[INITIAL_CAPACITY];
    private Object[] values = new Object[INITIAL_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    V get(long key) {
        return valueAt(find(key));
    }

    void put(long key, V value) {
        int index = find(key);
        if (values[index] == null && 2 * (size + 1) > values.length) {
            grow();
            index = find(key);
        }
        if (values[index] == null) {
            size++;
        }
        keys[index] = key;
        values[index] = value;
    }

    V remove(long key) {
        int index = find(key);
        V removed = valueAt(index);
        if (removed != null) {
            values[index] = null;
            size--;
            closeGap(index);
        }
        return removed;
    }

    /** Shows every value; the map must not change meanwhile. */
    void forEach(Consumer<? super V> consumer) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                consumer.accept(valueAt(i));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private V valueAt(int index) {
        return (V) values[index];
    }

    /** Where the key is, or the free place where it belongs. */
    private int find(long key) {
        int mask = values.length - 1;
        int index = home(key, mask);
        while (values[index] != null && keys[index] != key) {
            index = (index + 1) & mask;
        }
        return index;
    }

    /** Moves later members of the run back, so that no search ends early (Knuth, TAOCP vol. 3, 6.4, algorithm R). */
    private void closeGap(int gap) {
        int mask = values.length - 1;
        int hole = gap;
        for (int i = (hole + 1) & mask; values[i] != null; i = (i + 1) & mask) {
            int distanceFromHome = (i - home(keys[i], mask)) & mask;
            if (distanceFromHome >= ((i - hole) & mask)) {
                keys[hole] = keys[i];
                values[hole] = values[i];
                values[i] = null;
                hole = i;
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new Object[keys.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int index = find(oldKeys[i]);
                keys[index] = oldKeys[i];
                values[index] = oldValues[i];
            }
        }
    }

    private static int home(long key, int mask) {
        long mixed = key * 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
        return (int) (mixed >>> 32) & mask;
    }
}
