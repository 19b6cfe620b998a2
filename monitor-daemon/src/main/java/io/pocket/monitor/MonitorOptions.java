package io.pocket.monitor;

import io.pocket.monitor.host.InterfaceFilter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line; each option falls back to an environment variable. */
@Command(
        name = "pocket-monitor",
        mixinStandardHelpOptions = true,
        description = "Reports a node's machine and counters to the controller, and shows them to Prometheus.")
final class MonitorOptions implements Callable<Integer> {
    /** Name of the counters file in a node's data folder. */
    static final String COUNTERS_FILE = "counters";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--controller",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:POCKET_CONTROLLER}",
            description = "Base URL of the controller, such as http://127.0.0.1:7070")
    private URI controller;

    @Option(
            names = "--controller-ca",
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_CONTROLLER_CA:-}",
            description =
                    "PEM file of the authorities that the controller's certificate may be from; read again at each connection."
                            + " Default: those of the Java platform")
    private String controllerCa;

    @Option(
            names = "--cluster-key-file",
            required = true,
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_CLUSTER_KEY_FILE}",
            description = "The key that the services of the cluster share, as hexadecimal text")
    private Path clusterKeyFile;

    @Option(
            names = "--node-dir",
            required = true,
            paramLabel = "DIR",
            defaultValue = "${env:POCKET_NODE_DIR}",
            description = "Data folder of the node; its counters file tells the node's id. It may come later")
    private Path nodeDir;

    @Option(
            names = "--other-pid-namespace",
            defaultValue = "${env:POCKET_OTHER_PID_NAMESPACE:-false}",
            description = "The node's process cannot be seen from here, so do not report it as gone")
    private boolean otherPidNamespace;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_INTERVAL:-1s}",
            description = "Time between readings, 100ms to 1m. Default: 1s")
    private Duration interval;

    @Option(
            names = "--interface",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:POCKET_INTERFACES}",
            description = "Network interfaces to count. Default: all but lo")
    private Set<String> interfaces = Set.of();

    @Option(
            names = "--metrics-host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:POCKET_METRICS_HOST:-127.0.0.1}",
            description = "Address of the Prometheus endpoint. Default: 127.0.0.1")
    private String metricsHost;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "${env:POCKET_METRICS_PORT:-0}",
            description = "Port of the Prometheus endpoint, 0 for any free one. Default: 0")
    private int metricsPort;

    @Option(
            names = "--allow-plaintext",
            defaultValue = "${env:POCKET_ALLOW_PLAINTEXT:-false}",
            description = "Let the service token leave this machine over plain http")
    private boolean allowPlaintext;

    @Override
    public Integer call() throws Exception {
        return MonitorMain.serve(config(), command.commandLine().getOut());
    }

    MonitorConfig config() {
        try {
            return new MonitorConfig(
                    controller,
                    controllerCa.isEmpty() ? Optional.empty() : Optional.of(Path.of(controllerCa)),
                    clusterKeyFile,
                    nodeDir.resolve(COUNTERS_FILE),
                    !otherPidNamespace,
                    interval,
                    new InterfaceFilter(interfaces),
                    metricsHost,
                    metricsPort,
                    allowPlaintext);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
