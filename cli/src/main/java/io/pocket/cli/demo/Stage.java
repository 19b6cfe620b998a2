package io.pocket.cli.demo;

import java.util.List;

/**
 * Functions that may run at the same time; a stage starts when the one before it has ended.
 *
 * @param name such as {@code map}
 * @param calls its functions
 */
record Stage(String name, List<FunctionCall> calls) {

    Stage {
        calls = List.copyOf(calls);
    }
}
