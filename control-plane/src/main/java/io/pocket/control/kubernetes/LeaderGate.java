package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.pocket.control.fault.RemediableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Holds up the start of the service, on Kubernetes, until this controller leads; so nothing of the service has to be able not to.
 *
 * <p>A leader that is one no longer ends at once: what it has acknowledged is on disk, and it comes back as one that waits.
 */
public final class LeaderGate implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** As of sysexits.h: try again later. */
    private static final int DEPOSED_STATUS = 75;

    private static final Logger LOG = LoggerFactory.getLogger(LeaderGate.class);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (CloudPlatform.KUBERNETES.isActive(environment)) {
            KubernetesProperties properties = KubernetesProperties.of(environment);
            if (properties.leaderElection()) {
                awaitLeadership(environment, properties);
            }
        }
    }

    private static void awaitLeadership(ConfigurableEnvironment environment, KubernetesProperties properties) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(ClientLimits.apply(config(environment), properties.requestTimeout()))
                .build();
        Leadership leadership = new Leadership(client, properties, identity(properties), LeaderGate::end);
        try (StandbyServer standby = new StandbyServer(address(environment))) {
            LOG.info("waits for the lease {}, and answers probes at port {}", properties.lease(), standby.port());
            leadership.await();
        } catch (IOException e) {
            throw new RemediableException(
                    "A waiting controller cannot answer probes: " + e.getMessage(),
                    "Set management.server.port, or server.port, to a free port",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended while it waited for the lease", e);
        }
        // After the service has closed: whoever comes next may then open the ledger.
        SpringApplication.getShutdownHandlers().add(() -> {
            leadership.close();
            client.close();
        });
    }

    private static Config config(ConfigurableEnvironment environment) {
        Config config = Config.autoConfigure(null);
        String namespace = environment.getProperty("spring.cloud.kubernetes.client.namespace");
        if (namespace != null) {
            config.setNamespace(namespace);
        }
        return config;
    }

    static String identity(KubernetesProperties properties) {
        if (!properties.identity().isEmpty()) {
            return properties.identity();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new RemediableException(
                    "This host has no name: " + e.getMessage(), "Set pocket.kubernetes.identity to the pod's name", e);
        }
    }

    /** Where probes are answered later, too. */
    private static InetSocketAddress address(ConfigurableEnvironment environment) {
        int port = environment.getProperty("server.port", Integer.class, 8080);
        String host = environment.getProperty("server.address", "0.0.0.0");
        return new InetSocketAddress(
                environment.getProperty("management.server.address", host),
                environment.getProperty("management.server.port", Integer.class, port));
    }

    private static void end() {
        LOG.error("could not renew the lease in time: another controller may lead, so this one ends");
        Runtime.getRuntime().halt(DEPOSED_STATUS);
    }
}
