package io.pocket.benchmarks.command;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Says on standard error what happens now; figures go to standard output. */
final class Progress {
    private Progress() {}

    static Consumer<String> of(CommandLine command) {
        PrintWriter err = command.getErr();
        return text -> {
            err.println("bench: " + text);
            err.flush();
        };
    }
}
