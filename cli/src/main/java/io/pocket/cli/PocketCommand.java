package io.pocket.cli;

import io.pocket.cli.cluster.ClusterException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code up} and {@code demo}. Exit status 0 if all is well, 1 if not, 2 for bad arguments. */
@Command(
        name = "./pocket",
        description = "Elastic ephemeral storage for serverless analytics.",
        subcommands = {DemoCommand.class, UpCommand.class})
public final class PocketCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this text and exit")
    @SuppressWarnings("UnusedVariable") // picocli writes it and prints the text itself
    private boolean helpWanted;

    /** Runs the command line and exits. Figures look the same in every locale. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PocketCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(PocketCommand::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "say what to do: demo or up");
    }

    /** What a person can act on is a message; anything else is a bug, and wants its stack trace. */
    private static int explain(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (failure instanceof ClusterException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
