package io.pocket.cli.function;

import java.util.Arrays;

/**
 * Puts and gets a small and a large object: shows that the cluster works, and loads the classes that every function needs.
 * The JVM keeps those for the functions that follow.
 */
public final class WarmUp implements Function {

    /** Name of this function. */
    public static final String KIND = "warm-up";

    private static final int SMALL_BYTES = 100;
    private static final int LARGE_BYTES = 1 << 20;

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) {
        check(exchange, Names.summary(0), SMALL_BYTES);
        check(exchange, Names.output(0), LARGE_BYTES);
    }

    /** The names are those of later objects, which replace these. */
    private static void check(Exchange exchange, String name, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        Arrays.fill(bytes, (byte) 'p');
        exchange.put(name, bytes);
        if (!Arrays.equals(bytes, exchange.get(name))) {
            throw new CheckFailedException(name + " came back changed");
        }
    }
}
