package io.pocket.cli.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What the demo shall do.
 *
 * @param functions functions per stage, 1 to {@value #FUNCTIONS_MAX}
 * @param records records to sort, 0 to what that many functions can hold
 * @param input zip file or folder of texts to count
 * @param seed of the records
 * @param kills servers to kill in the middle, in this order
 */
public record DemoOptions(int functions, long records, Path input, long seed, List<KillTarget> kills) {

    /** 512 MiB of 100-byte records, less 12 bytes. */
    public static final long DEFAULT_RECORDS = 5_368_709;

    /** Most functions of a stage. */
    public static final int FUNCTIONS_MAX = 1_000;

    /** Most records of one function: 500 MB, twice in the heap of a reducer. */
    public static final int RECORDS_PER_FUNCTION_MAX = 5_000_000;

    /** Checks every value; {@link IllegalArgumentException} names the bad one and the remedy. */
    public DemoOptions {
        require(
                functions >= 1 && functions <= FUNCTIONS_MAX,
                "--functions must be 1 to " + FUNCTIONS_MAX + ", not " + functions);
        require(records >= 0, "--records must not be negative: " + records);
        require(
                records <= (long) functions * RECORDS_PER_FUNCTION_MAX,
                "--records: a function sorts at most " + RECORDS_PER_FUNCTION_MAX + ", so " + records
                        + " need more --functions than " + functions);
        kills = List.copyOf(kills);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
