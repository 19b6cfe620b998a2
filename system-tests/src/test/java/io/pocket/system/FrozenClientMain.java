package io.pocket.system;

import io.pocket.client.ClientOptions;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client in a process of its own, to be frozen. Puts one large object, says {@code READY}, then gets it once for each line of its input and
 * says what became of it.
 *
 * <p>Arguments: connection string, deadline of a call in milliseconds.
 */
final class FrozenClientMain {
    static final String READY = "READY";
    static final String GOT = "GOT";

    private static final String NAME = "frozen/large";
    private static final int SIZE = 3 << 20;

    private FrozenClientMain() {}

    public static void main(String[] arguments) throws IOException {
        Duration deadline = Duration.ofMillis(Long.parseLong(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (PocketClient pocket = PocketClient.connect(arguments[0], ClientOptions.DEFAULTS.withDeadline(deadline))) {
            pocket.put(NAME, new byte[SIZE]);
            say(READY);
            while (input.readLine() != null) {
                say(get(pocket));
            }
        }
    }

    private static String get(PocketClient pocket) {
        long start = System.nanoTime();
        try {
            int length = pocket.get(NAME).length;
            return GOT + " " + length + " bytes after " + (System.nanoTime() - start) / 1_000_000 + " ms";
        } catch (PocketException e) {
            return "FAILED " + e;
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
