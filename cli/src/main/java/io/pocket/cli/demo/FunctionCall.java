package io.pocket.cli.demo;

import java.util.List;

/**
 * One call of a function.
 *
 * @param name unique among the running processes
 * @param kind which function
 * @param arguments {@code name=value} words
 * @param heapMebibytes bound of its heap
 * @param brief whether it runs for less than a second or so
 */
record FunctionCall(String name, String kind, List<String> arguments, int heapMebibytes, boolean brief) {

    FunctionCall {
        arguments = List.copyOf(arguments);
    }
}
