package io.pocket.cli.demo;

import io.pocket.cli.function.Exchange;
import java.util.List;

/** A serverless job: its stages, and the verdict over what they made. */
interface Workload {

    /** Name of the job. */
    String name();

    /** What it works on, for the reader. */
    String description();

    /** Bytes it will store at most, as a hint. */
    long capacityBytes();

    /** Bytes that the tiers must hold at the end, at least; small objects are in the shards. */
    long heldBytes();

    /** The stages in order; the last ones verify. */
    List<Stage> stages();

    /**
     * Checks what the verifying functions found.
     *
     * @return the result in words
     * @throws io.pocket.cli.function.CheckFailedException that says what is wrong
     */
    String verdict(Exchange exchange);
}
