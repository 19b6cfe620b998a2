package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.function.UnaryOperator;

/** An API server that a test may fill with what it likes. */
interface ApiServer extends AutoCloseable {

    /** A client of the test's own namespace. */
    KubernetesClient client(UnaryOperator<KubernetesClientBuilder> settings);

    default KubernetesClient client() {
        return client(UnaryOperator.identity());
    }

    /** Whether it refuses what was decided from an old version of an object, and checks what it is given. */
    boolean isReal();

    @Override
    void close();
}
