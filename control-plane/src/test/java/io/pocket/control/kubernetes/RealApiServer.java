package io.pocket.control.kubernetes;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.util.FileSystemUtils;

/** A kube-apiserver and an etcd, one of each for all tests, a namespace for each; there are no controllers and no kubelet. */
final class RealApiServer implements ApiServer {

    private static KubeAPIServer running;

    private final Config config;

    RealApiServer() throws IOException {
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

    /** Whether there are binaries to start. */
    static boolean isThere() {
        return folder("KUBE_API_TEST_DIR")
                .or(() -> folder("KUBEBUILDER_ASSETS"))
                .isPresent();
    }

    private static Optional<Path> folder(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Files::isDirectory);
    }

    /** As kube-api-test wants it; controller-runtime's envtest keeps the binaries without folders. */
    private static Path testFolder() throws IOException {
        Optional<Path> asIs = folder("KUBE_API_TEST_DIR");
        if (asIs.isPresent()) {
            return asIs.get();
        }
        Path assets = folder("KUBEBUILDER_ASSETS").orElseThrow();
        Path root = Files.createTempDirectory("kube-api-test");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(root.toFile())));
        Path binaries = Files.createDirectories(root.resolve("k8s").resolve("1.0.0-linux-" + architecture()));
        for (String name : List.of("kube-apiserver", "etcd", "kubectl")) {
            Files.createSymbolicLink(
                    binaries.resolve(name), assets.resolve(name).toAbsolutePath());
        }
        return root;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }

    private static synchronized String kubeConfig() throws IOException {
        if (running == null) {
            running = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    .withTestDir(testFolder().toString())
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
