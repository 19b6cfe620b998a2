package io.pocket.data.jvm;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The process. Prints one line {@code READY node=… address=…} when it serves; ends on SIGTERM, or, with a drain timeout, leaves first: status 0
 * then, whether something is left or not, which the log tells. Exit status 1 when it cannot start, 2 for a bad command line.
 */
public final class NodeMain {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);

    private NodeMain() {}

    public static void main(String[] arguments) {
        System.exit(run(new CommandLine(new NodeOptions()), arguments));
    }

    /**
     * The process of a node whose medium another module brings.
     *
     * @return its exit status
     */
    public static int run(BroughtMediumOptions medium, String... arguments) {
        return run(new CommandLine(new NodeOptions(medium)).addMixin("medium", medium), arguments);
    }

    private static int run(CommandLine command, String... arguments) {
        return command.setExecutionExceptionHandler(NodeMain::explain).execute(arguments);
    }

    static int serve(NodeSettings settings, Optional<BroughtMedium> medium, PrintWriter out)
            throws NodeStartException, InterruptedException {
        LOG.info("effective configuration: {}", settings);
        DataNode node = DataNode.start(settings, medium, InstantSource.system());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped), "node-shutdown"));
        // Not before: a node that cannot start shall end as any process does.
        Optional<StopSignals> signals =
                settings.drainTimeout().isZero() ? Optional.empty() : Optional.of(StopSignals.take());
        out.println("READY node=" + node.nodeId() + " address=" + node.address());
        out.flush();
        if (signals.isPresent()) {
            leave(node, settings, signals.get());
        } else {
            stopped.await();
        }
        return CommandLine.ExitCode.OK;
    }

    private static void leave(DataNode node, NodeSettings settings, StopSignals signals) throws InterruptedException {
        signals.awaitFirst();
        try (node) {
            node.leave(settings.drainTimeout(), signals.second());
        }
    }

    private static void stop(DataNode node, CountDownLatch stopped) {
        LOG.info("stopping; chunks stay in the data directory");
        node.close();
        stopped.countDown();
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof NodeStartException)) {
            throw e;
        }
        LOG.debug("start failed", e);
        command.getErr().println("pocket-node cannot start: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
