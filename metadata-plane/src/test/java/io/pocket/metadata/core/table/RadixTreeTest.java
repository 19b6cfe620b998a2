package io.pocket.metadata.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree against a sorted map that does the same. */
class RadixTreeTest {
    private static final int STEPS = 30_000;

    private final RecordHeap heap = new RecordHeap(HeapRecordMemory.of(64 << 20));
    private final Records records = new Records();
    private final RadixTree tree = new RadixTree(heap, records);
    private final NavigableMap<byte[], Integer> model = new TreeMap<>(Arrays::compareUnsigned);

    /** Keys on the side, by the number that the tree knows. */
    private static final class Records implements Leaves {
        private final Map<Integer, byte[]> keys = new HashMap<>();
        private int last;

        int add(byte[] key) {
            keys.put(++last, key);
            return last;
        }

        @Override
        public int mismatch(int record, byte[] key, int length) {
            byte[] own = keys.get(record);
            return Arrays.mismatch(own, 0, own.length, key, 0, length);
        }

        @Override
        public int byteAt(int record, int index) {
            byte[] own = keys.get(record);
            return index < own.length ? own[index] & 0xff : END;
        }

        @Override
        public long weight(int record) {
            return weightOf(keys.get(record));
        }
    }

    private static long weightOf(byte[] key) {
        return 1000L + Arrays.hashCode(key) % 1000;
    }

    static List<Arguments> keys() {
        return List.of(
                kind("short keys that begin each other", random -> bytes(random, random.nextInt(6), 3)),
                kind("dense numbers, for full nodes", random -> number(random.nextInt(5000), 4)),
                kind("sparse keys of any bytes", random -> bytes(random, 1 + random.nextInt(8), 256)),
                kind("long keys with much in common", random -> longKey(random)));
    }

    private static Arguments kind(String name, Function<Random, byte[]> maker) {
        return Arguments.of(name, maker);
    }

    private static byte[] bytes(Random random, int length, int values) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(values) - values / 2);
        }
        return bytes;
    }

    private static byte[] number(int value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[length - 1 - i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }

    private static byte[] longKey(Random random) {
        byte[] key = new byte[Leaves.MAX_KEY_LENGTH - random.nextInt(3)];
        key[random.nextInt(4) * 300] = (byte) random.nextInt(4);
        key[1000 + random.nextInt(20)] = (byte) random.nextInt();
        return key;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void shouldDoWhatASortedMapDoes(String name, Function<Random, byte[]> keys) {
        Random random = new Random(7);
        for (int step = 0; step < STEPS; step++) {
            byte[] key = keys.apply(random);
            // First it grows, then it shrinks.
            if (random.nextInt(STEPS) > step) {
                put(key);
            } else {
                remove(key);
            }
            assertThat(tree.get(key, key.length)).isEqualTo(model.getOrDefault(key, RecordHeap.NONE));
            if (step % 16 == 0) {
                checkAround(keys.apply(random), random);
            }
        }
        checkOrder();
        List.copyOf(model.keySet()).forEach(this::remove);
        assertThat(tree.isEmpty()).isTrue();
        assertThat(heap.slots()).as("nodes that stay behind").isZero();
    }

    private void put(byte[] key) {
        int record = records.add(key);
        Integer replaced = model.put(key, record);
        assertThat(tree.put(key, key.length, record)).isEqualTo(replaced == null ? RecordHeap.NONE : replaced);
    }

    private void remove(byte[] key) {
        Integer removed = model.remove(key);
        assertThat(tree.remove(key, key.length)).isEqualTo(removed == null ? RecordHeap.NONE : removed);
    }

    private void checkAround(byte[] key, Random random) {
        assertThat(tree.atOrAfter(key, key.length, true)).isEqualTo(valueOf(model.ceilingEntry(key)));
        assertThat(tree.atOrAfter(key, key.length, false)).isEqualTo(valueOf(model.higherEntry(key)));
        assertThat(tree.first()).isEqualTo(valueOf(model.firstEntry()));
        assertThat(tree.size()).isEqualTo(model.size());
        byte[] prefix = Arrays.copyOf(key, random.nextInt(key.length + 1));
        RadixTree.Total total = tree.total(prefix, prefix.length);
        List<byte[]> below = new ArrayList<>();
        for (byte[] each : model.tailMap(prefix, true).keySet()) {
            if (each.length < prefix.length || !Arrays.equals(each, 0, prefix.length, prefix, 0, prefix.length)) {
                break;
            }
            below.add(each);
        }
        assertThat(total.records()).isEqualTo(below.size());
        assertThat(total.weight())
                .isEqualTo(below.stream().mapToLong(RadixTreeTest::weightOf).sum());
    }

    private static int valueOf(Map.Entry<byte[], Integer> entry) {
        return entry == null ? RecordHeap.NONE : entry.getValue();
    }

    private void checkOrder() {
        List<Integer> walked = new ArrayList<>();
        for (int at = tree.first(); at != RecordHeap.NONE; ) {
            walked.add(at);
            byte[] key = records.keys.get(at);
            at = tree.atOrAfter(key, key.length, false);
        }
        assertThat(walked).isEqualTo(List.copyOf(model.values()));
    }

    @Test
    void shouldBeEmptyAtFirst() {
        byte[] key = {1};

        assertThat(tree.get(key, 1)).isEqualTo(RecordHeap.NONE);
        assertThat(tree.first()).isEqualTo(RecordHeap.NONE);
        assertThat(tree.atOrAfter(key, 1, true)).isEqualTo(RecordHeap.NONE);
        assertThat(tree.remove(key, 1)).isEqualTo(RecordHeap.NONE);
        assertThat(tree.total(key, 0).records()).isZero();
    }
}
