package io.pocket.cli.function;

import java.io.IOException;

/** One kind of serverless function. */
@FunctionalInterface
public interface Function {

    /**
     * Does the work.
     *
     * @param exchange the only place where it meets other functions
     * @throws CheckFailedException if what it found is wrong
     */
    void run(Exchange exchange, FunctionArguments arguments) throws IOException;
}
