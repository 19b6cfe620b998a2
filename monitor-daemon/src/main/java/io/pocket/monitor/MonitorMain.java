package io.pocket.monitor;

import io.pocket.monitor.host.HostPaths;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The process. Prints one line {@code READY …} when it samples and listens; ends on SIGTERM. Exit status 1 when it cannot
 * start or one of its threads failed, 2 for a bad command line.
 */
public final class MonitorMain {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorMain.class);

    private MonitorMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MonitorOptions())
                .setExecutionExceptionHandler(MonitorMain::explain)
                .execute(arguments));
    }

    static int serve(MonitorConfig config, PrintWriter out) throws IOException, InterruptedException {
        LOG.info("Effective configuration: {}", config);
        MonitorDaemon daemon = MonitorDaemon.start(config, HostPaths.live());
        // SIGTERM runs the hook, which closes; this thread only waits for that.
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::close, "monitor-shutdown"));
        out.println("READY metrics=http://" + config.metricsHost() + ":" + daemon.metricsPort() + "/metrics");
        out.flush();
        return daemon.awaitFailure() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        command.getErr().println("pocket-monitor cannot start: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
