package io.pocket.benchmarks.contender;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A name that every contender takes: {@code bucket/number}. */
public final class Key {
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final String text;
    private final byte[] utf8;
    private final long stamp;

    private Key(String text, long stamp) {
        this.text = text;
        this.utf8 = text.getBytes(StandardCharsets.UTF_8);
        this.stamp = stamp;
    }

    /** The key of a number, at most eight digits long. */
    public static Key of(String bucket, int number) {
        String digits = Integer.toString(number);
        return new Key(bucket + "/" + "0".repeat(8 - digits.length()) + digits, (number + 1) * SPREAD);
    }

    /** The keys 0 to {@code count - 1}. */
    public static Key[] many(String bucket, int count) {
        return IntStream.range(0, count).mapToObj(number -> of(bucket, number)).toArray(Key[]::new);
    }

    /** The name. */
    public String text() {
        return text;
    }

    /** Its bytes; not copied, and not to be changed. */
    byte[] utf8() {
        return utf8;
    }

    /** What the first and the last eight bytes of its value are, so that a wrong answer is noticed. */
    public long stamp() {
        return stamp;
    }
}
