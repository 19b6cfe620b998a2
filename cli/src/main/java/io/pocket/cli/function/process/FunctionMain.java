package io.pocket.cli.function.process;

import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.MeteredExchange;
import io.pocket.cli.function.PocketExchange;
import io.pocket.cli.function.Traffic;
import io.pocket.cli.function.WarmUp;
import io.pocket.cli.function.sort.SortMap;
import io.pocket.cli.function.sort.SortReduce;
import io.pocket.cli.function.sort.SortVerify;
import io.pocket.cli.function.words.WordMap;
import io.pocket.cli.function.words.WordReduce;
import io.pocket.cli.function.words.WordVerify;
import io.pocket.cli.leash.Leash;
import java.util.Locale;

/**
 * Entry of a function's process: {@code FunctionMain <kind> name=value…}, the connection string in {@value #CONNECTION}
 * (the environment, for command lines are public on a machine).
 *
 * <p>Exit status 0 and a last line {@code RESULT <traffic>} on standard output, or a non-zero status and the reason on
 * standard error.
 */
public final class FunctionMain {

    /** Environment variable with the job's connection string. */
    public static final String CONNECTION = "POCKET_CONNECTION";

    /** Start of the line that reports a function's traffic. */
    public static final String RESULT = "RESULT ";

    /** Exit status when a check failed. */
    public static final int CHECK_FAILED = 3;

    private FunctionMain() {}

    /** Runs one function. */
    public static void main(String[] words) {
        Locale.setDefault(Locale.ROOT);
        Leash.hold();
        System.exit(run(words));
    }

    private static int run(String[] words) {
        try {
            System.out.println(RESULT + runMetered(words).encode());
            return 0;
        } catch (CheckFailedException e) {
            System.err.println(e.getMessage());
            return CHECK_FAILED;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static Traffic runMetered(String[] words) throws Exception {
        Function function = named(words.length == 0 ? "" : words[0]);
        try (MeteredExchange exchange = new MeteredExchange(PocketExchange.connect(connection()))) {
            function.run(exchange, FunctionArguments.parse(words, 1));
            return exchange.traffic();
        }
    }

    private static String connection() {
        String connection = System.getenv(CONNECTION);
        if (connection == null) {
            throw new IllegalStateException("no connection string in the environment: set " + CONNECTION);
        }
        return connection;
    }

    private static Function named(String kind) {
        return switch (kind) {
            case WarmUp.KIND -> new WarmUp();
            case SortMap.KIND -> new SortMap();
            case SortReduce.KIND -> new SortReduce();
            case SortVerify.KIND -> new SortVerify();
            case WordMap.KIND -> new WordMap();
            case WordReduce.KIND -> new WordReduce();
            case WordVerify.KIND -> new WordVerify();
            default -> throw new IllegalArgumentException("no such function: " + kind);
        };
    }
}
