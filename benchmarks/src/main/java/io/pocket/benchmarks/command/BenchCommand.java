package io.pocket.benchmarks.command;

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

/** Measurements of whole clusters on this machine, and of parts. Exit status 0 if all is well, 1 if not, 2 for bad arguments. */
@Command(
        name = "./pocket bench",
        description = {
            "Measure a cluster of real processes on this machine, run as shipped: controller, shard, DRAM node, monitor;"
                    + " tokens, log and checksums on; `micro` measures parts instead, without a cluster.",
            "Compare only figures of one machine that does nothing else."
        },
        subcommands = {
            LatencyCommand.class,
            ThroughputCommand.class,
            MetadataCommand.class,
            CompareCommand.class,
            MicroCommand.class
        })
public final class BenchCommand implements Runnable {

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
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(BenchCommand::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(),
                "say what to measure: "
                        + String.join(", ", command.subcommands().keySet()));
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
