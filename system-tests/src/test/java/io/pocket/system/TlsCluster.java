package io.pocket.system;

import io.pocket.cli.cluster.ChildProcess;
import io.pocket.cli.cluster.Component;
import io.pocket.cli.cluster.FreePorts;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.JvmCommand;
import io.pocket.cli.cluster.Launch;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.cli.cluster.ProcessGroup;
import io.pocket.cli.cluster.Readiness;
import io.pocket.cli.cluster.RunDirectory;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Controller, shard, node and monitor that meet over https, told by the environment variables that a container would be given.
 * The authority is private, and no process's trust store knows it.
 */
final class TlsCluster implements AutoCloseable {
    private static final long MIB = 1L << 20;
    private static final String HOST = "localhost";

    private final Installation installation = Installation.ofSystemProperty();
    private final FreePorts ports = new FreePorts(RandomGenerator.getDefault());
    private final ProcessGroup group = new ProcessGroup(RunDirectory.create(1024 * MIB));
    private final Path folder = group.directory().path();
    private final Path key = folder.resolve("cluster.key");
    private final Path ca = folder.resolve("ca.pem");
    private final int port = ports.next();
    private final int actuatorPort = ports.next();
    private final int monitorPort = ports.next();

    private TlsCluster(TestAuthority authority) throws IOException {
        Files.writeString(key, ClusterKey.generate().toHex());
        trust(authority);
        authority.issue(HOST).write(folder);
    }

    /** Starts one of each and waits until they are ready. */
    static TlsCluster start(TestAuthority authority) throws IOException {
        TlsCluster cluster = new TlsCluster(authority);
        try {
            cluster.startController();
            cluster.startShard();
            cluster.startNode("node", cluster.ca);
            cluster.group.awaitReady(LocalCluster.START_DEADLINE);
            cluster.startMonitor();
            cluster.group.awaitReady(LocalCluster.START_DEADLINE);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    URI controller() {
        return URI.create("https://" + HOST + ":" + port);
    }

    /** The CA file of all processes. */
    Path ca() {
        return ca;
    }

    /** Replaces what is in the CA file. */
    void trust(TestAuthority... authorities) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (TestAuthority authority : authorities) {
            pem.append(authority.pem());
        }
        Files.writeString(ca, pem);
    }

    /** Gives the controller a certificate of another authority, and ends its connections by starting it again. */
    void renewController(TestAuthority authority) throws IOException {
        group.kill("controller");
        authority.issue(HOST).write(folder);
        group.restart("controller", LocalCluster.START_DEADLINE);
    }

    /** Kills the shard, and starts it without what it knew of the controller, so that it has to register. */
    void restartShardAsANewcomer() throws IOException {
        group.kill("shard");
        Files.delete(folder.resolve("shard").resolve("controller.pub"));
        group.restart("shard", LocalCluster.START_DEADLINE);
    }

    /** A second node, which need not become ready. */
    ChildProcess startNode(String name, Path caFile) {
        return start(
                name,
                Component.NODE,
                List.of(
                        "--port=" + ports.next(),
                        "--capacity=" + 64 * MIB,
                        "--registration-deadline=" + (name.equals("node") ? "60s" : "2s"),
                        "--data-dir=" + folder.resolve(name)),
                Map.of(
                        "POCKET_NODE_CONTROLLER", controller().toString(),
                        "POCKET_NODE_CONTROLLER_CA", caFile.toString(),
                        "POCKET_NODE_CLUSTER_KEY_FILE", key.toString()),
                Readiness.readyLine());
    }

    private void startController() {
        start(
                "controller",
                Component.CONTROLLER,
                List.of("--server.port=" + port, "--pocket.controller.data-dir=" + folder.resolve("controller")),
                Map.of(
                        "SERVER_SSL_BUNDLE",
                        "controller",
                        "SPRING_SSL_BUNDLE_PEM_CONTROLLER_KEYSTORE_CERTIFICATE",
                        "file:" + folder.resolve("tls.crt"),
                        "SPRING_SSL_BUNDLE_PEM_CONTROLLER_KEYSTORE_PRIVATEKEY",
                        "file:" + folder.resolve("tls.key"),
                        "SPRING_SSL_BUNDLE_PEM_CONTROLLER_KEYSTORE_VERIFYKEYS",
                        "true",
                        "SPRING_SSL_BUNDLE_PEM_CONTROLLER_RELOADONUPDATE",
                        "true",
                        "MANAGEMENT_SERVER_PORT",
                        Integer.toString(actuatorPort),
                        "POCKET_CONTROLLER_CLUSTERKEYFILE",
                        key.toString()),
                Readiness.http(URI.create("http://127.0.0.1:" + actuatorPort + "/actuator/health/readiness")));
    }

    private void startShard() {
        start(
                "shard",
                Component.SHARD,
                List.of(
                        "--port=" + ports.next(),
                        "--inline-capacity=" + 64 * MIB,
                        "--record-memory=" + 64 * MIB,
                        "--log-capacity=" + 256 * MIB,
                        "--data-dir=" + folder.resolve("shard")),
                controllerOfOthers(),
                Readiness.readyLine());
    }

    private void startMonitor() {
        start(
                "monitor",
                Component.MONITOR,
                List.of("--node-dir=" + folder.resolve("node"), "--metrics-port=" + monitorPort),
                controllerOfOthers(),
                Readiness.readyLine());
    }

    private Map<String, String> controllerOfOthers() {
        return Map.of(
                "POCKET_CONTROLLER", controller().toString(),
                "POCKET_CONTROLLER_CA", ca.toString(),
                "POCKET_CLUSTER_KEY_FILE", key.toString());
    }

    private ChildProcess start(
            String name,
            Component component,
            List<String> arguments,
            Map<String, String> environment,
            Readiness readiness) {
        List<String> command =
                JvmCommand.server(component, component.memory(), installation.classPath(component), arguments);
        return group.start(new Launch(name, command, environment), readiness);
    }

    /** Reports of the monitor with this outcome, so far. */
    double reports(String outcome) {
        return monitorMetrics()
                .lines()
                .filter(line -> line.startsWith("pocket_monitor_reports_total{outcome=\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    /** What the monitor shows to Prometheus. */
    String monitorMetrics() {
        try (InputStream in = URI.create("http://127.0.0.1:" + monitorPort + "/metrics")
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("no figures of the monitor", e);
        }
    }

    @Override
    public void close() {
        group.close();
    }
}
