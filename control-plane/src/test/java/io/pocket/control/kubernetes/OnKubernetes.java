package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.springframework.context.support.GenericApplicationContext;

/** What a test needs to start the whole controller on a cluster that is none. */
public final class OnKubernetes implements AutoCloseable {

    private final MockApiServer api = new MockApiServer();
    private final KubernetesClient client = api.client();

    /** The cluster as its users see it. */
    public KubernetesClient client() {
        return client;
    }

    /** Settings with which the controller takes itself to be on the cluster, and need not wait. */
    public Map<String, String> settings() {
        return Map.of(
                "spring.main.cloud-platform", "kubernetes",
                "spring.cloud.kubernetes.client.namespace", client.getNamespace(),
                "pocket.kubernetes.generated-key-secret", "pocket-cluster-key",
                "pocket.kubernetes.reconcile-interval", "200ms",
                "pocket.kubernetes.motion-interval", "20ms");
    }

    /** Beans that stand for the cluster's own. */
    public void register(GenericApplicationContext beans) {
        beans.registerBean("mockClient", KubernetesClient.class, () -> api.client());
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}
