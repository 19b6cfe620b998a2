package io.pocket.monitor;

import io.pocket.monitor.host.InterfaceFilter;
import io.pocket.server.registration.ControllerUrl;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a monitor needs to know.
 *
 * @param controller base URL of the controller
 * @param clusterKeyFile hexadecimal key shared by the services of the cluster
 * @param controllerCa PEM file of the authorities whose controller is believed, if not those of the Java platform
 * @param countersFile the node's counters, which also tell its id; need not exist yet
 * @param sharesProcesses whether the node's process can be seen from here (same machine and PID namespace)
 * @param interval between readings, {@link #INTERVAL_MIN} to {@link #INTERVAL_MAX}
 * @param metricsHost address that the metrics endpoint binds to
 * @param metricsPort its port, 0 for any free one
 * @param allowPlaintext whether the service token may leave this machine over plain HTTP
 */
record MonitorConfig(
        URI controller,
        Optional<Path> controllerCa,
        Path clusterKeyFile,
        Path countersFile,
        boolean sharesProcesses,
        Duration interval,
        InterfaceFilter interfaces,
        String metricsHost,
        int metricsPort,
        boolean allowPlaintext) {
    /** Kernel ticks are 10 ms: a shorter interval would show little but rounding. */
    static final Duration INTERVAL_MIN = Duration.ofMillis(100);

    static final Duration INTERVAL_MAX = Duration.ofMinutes(1);

    MonitorConfig {
        require(isHttp(controller), "--controller must be an http or https URL with a host, not " + controller);
        require(
                allowPlaintext || controller.getScheme().equals("https") || isLoopback(controller.getHost()),
                "--controller=" + controller + " would carry the service token in the clear: use https,"
                        + " or say --allow-plaintext on a network you trust");
        ControllerUrl.checkCa(controller, controllerCa);
        require(
                interval.compareTo(INTERVAL_MIN) >= 0 && interval.compareTo(INTERVAL_MAX) <= 0,
                "--interval must lie between 100ms and 1m, not " + interval);
        require(metricsPort >= 0 && metricsPort <= 0xffff, "--metrics-port must be 0 to 65535, not " + metricsPort);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static boolean isHttp(URI uri) {
        String scheme = uri.getScheme();
        return uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || isLoopbackLiteral(host);
    }

    /** No look-up: a name server must not decide whether the token may travel. */
    private static boolean isLoopbackLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
