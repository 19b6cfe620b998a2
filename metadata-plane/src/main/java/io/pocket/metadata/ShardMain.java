package io.pocket.metadata;

import io.pocket.metadata.server.ShardOptions;
import picocli.CommandLine;

/** Starts a shard. Exit status 1 when it cannot start, 2 for a bad command line. */
public final class ShardMain {
    private ShardMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ShardOptions())
                .setExecutionExceptionHandler(ShardMain::explain)
                .execute(arguments));
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof RuntimeException && !(e instanceof IllegalStateException)) {
            throw e;
        }
        command.getErr().println("pocket-shard cannot start: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
