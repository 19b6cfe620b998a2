package io.pocket.control.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** fabric8's mock: keeps objects, tells watches, checks next to nothing. */
final class MockApiServer implements ApiServer {

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(new ObjectMapper()),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);

    MockApiServer() {
        server.init();
    }

    @Override
    public KubernetesClient client(UnaryOperator<KubernetesClientBuilder> settings) {
        // The mock takes the builder that it gave, which settings change in place.
        return server.createClient((Consumer<KubernetesClientBuilder>)
                builder -> assertThat(settings.apply(builder)).isSameAs(builder));
    }

    /** Where other processes find it. */
    String url() {
        return server.url("/");
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
