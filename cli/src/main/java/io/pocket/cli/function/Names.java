package io.pocket.cli.function;

/**
 * Names of the objects that functions exchange. Each reducer's input is a bucket of its own, so buckets spread over
 * the shards.
 */
public final class Names {

    private Names() {}

    /** What a mapper made for a reducer. */
    public static String shuffle(int mapper, int reducer) {
        return "shuffle-" + reducer + "/from-" + mapper;
    }

    /** What a reducer made. */
    public static String output(int reducer) {
        return "output/part-" + reducer;
    }

    /** What a verifier found in a reducer's output. */
    public static String summary(int reducer) {
        return "summary/part-" + reducer;
    }
}
