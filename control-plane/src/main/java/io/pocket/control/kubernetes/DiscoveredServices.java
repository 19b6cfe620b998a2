package io.pocket.control.kubernetes;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** Shows, at {@code /actuator/info}, where Pocket's services are in the cluster: what a dashboard or a client is to be pointed at. */
final class DiscoveredServices implements InfoContributor {

    private static final String OWN_PREFIX = "pocket-";

    private final DiscoveryClient discovery;

    DiscoveredServices(DiscoveryClient discovery) {
        this.discovery = discovery;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, List<URI>> services = new TreeMap<>();
        discovery.getServices().stream()
                .filter(name -> name.startsWith(OWN_PREFIX))
                .forEach(name -> services.put(
                        name,
                        discovery.getInstances(name).stream()
                                .map(ServiceInstance::getUri)
                                .toList()));
        builder.withDetail("services", services);
    }
}
