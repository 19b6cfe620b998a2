package io.pocket.cli.function.sort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Records for tests, and the naive way to sort them. */
final class RandomRecords {

    private RandomRecords() {}

    /** Records whose key bytes are drawn from few values, so that many keys tie in part or in full. */
    static byte[] withTies(int count, int values, Random random) {
        byte[] records = new byte[count * Records.RECORD_BYTES];
        random.nextBytes(records);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < Records.KEY_BYTES; k++) {
                records[i * Records.RECORD_BYTES + k] = (byte) (random.nextInt(values) * 255 / Math.max(1, values - 1));
            }
        }
        return records;
    }

    static List<byte[]> split(byte[] records) {
        return IntStream.range(0, records.length / Records.RECORD_BYTES)
                .mapToObj(i -> Arrays.copyOfRange(records, i * Records.RECORD_BYTES, (i + 1) * Records.RECORD_BYTES))
                .toList();
    }

    /** Sorted by key, stable. */
    static List<byte[]> sorted(List<byte[]> records) {
        Comparator<byte[]> byKey =
                (left, right) -> Arrays.compareUnsigned(left, 0, Records.KEY_BYTES, right, 0, Records.KEY_BYTES);
        return records.stream().sorted(byKey).toList();
    }

    static byte[] join(List<byte[]> records) {
        byte[] joined = new byte[records.size() * Records.RECORD_BYTES];
        for (int i = 0; i < records.size(); i++) {
            System.arraycopy(records.get(i), 0, joined, i * Records.RECORD_BYTES, Records.RECORD_BYTES);
        }
        return joined;
    }
}
