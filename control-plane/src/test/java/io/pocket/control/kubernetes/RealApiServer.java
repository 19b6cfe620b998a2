package io.pocket.control.kubernetes;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A kube-apiserver and an etcd, one of each for all tests, a namespace for each; there are no controllers and no kubelet. */
final class RealApiServer implements ApiServer {

    private static KubeAPIServer running;

    private final Config config;

    RealApiServer() {
        config = Config.fromKubeconfig(kubeConfig());
        config.setNamespace("test-" + UUID.randomUUID());
        try (KubernetesClient client = client()) {
            client.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(config.getNamespace())
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    /** Where the binaries are, if they are anywhere: the folder that kube-api-test or controller-runtime's envtest uses. */
    static Optional<Path> folder() {
        return Stream.of("KUBE_API_TEST_DIR", "KUBEBUILDER_ASSETS")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static synchronized String kubeConfig() {
        if (running == null) {
            running = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    .withTestDir(folder().orElseThrow().toString())
                    .withUpdateKubeConfig(false)
                    .build());
            running.start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
        }
        return running.getKubeConfigYaml();
    }

    @Override
    public KubernetesClient client(UnaryOperator<KubernetesClientBuilder> settings) {
        return settings.apply(new KubernetesClientBuilder().withConfig(config)).build();
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void close() {
        // The namespace stays: without its controller it would never go. The server ends with the tests.
    }
}
