package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pocket.control.fault.RemediableException;
import io.pocket.protocol.token.ClusterKey;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The cluster key in a Secret that the controller makes where there is none: for clusters that nobody has prepared. */
final class GeneratedKeySecret {

    private static final String KEY = "cluster.key";

    private final KubernetesClient client;
    private final String name;

    GeneratedKeySecret(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** The key; of two controllers that make one at the same time, both get the first one's. */
    ClusterKey key() {
        Secret secret = find();
        if (secret == null) {
            secret = make();
        }
        String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
        if (encoded == null) {
            throw new RemediableException(
                    "The Secret " + name + " has no " + KEY,
                    "Delete it, and the controller makes another; or give it 64 hexadecimal digits under that key",
                    null);
        }
        return read(encoded);
    }

    private ClusterKey read(String encoded) {
        try {
            String hex = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII).strip();
            return ClusterKey.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new RemediableException(
                    "The Secret " + name + " holds no cluster key: " + e.getMessage(),
                    "Give it " + 2 * ClusterKey.LENGTH + " hexadecimal digits (openssl rand -hex " + ClusterKey.LENGTH
                            + ") under " + KEY,
                    e);
        }
    }

    private Secret find() {
        return client.secrets()
                .inNamespace(client.getNamespace())
                .withName(name)
                .get();
    }

    private Secret make() {
        Secret made = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(client.getNamespace())
                .addToLabels("app.kubernetes.io/name", "pocket")
                .endMetadata()
                .withType("Opaque")
                .addToData(
                        KEY,
                        Base64.getEncoder()
                                .encodeToString(ClusterKey.generate().toHex().getBytes(StandardCharsets.US_ASCII)))
                .build();
        try {
            return client.secrets()
                    .inNamespace(client.getNamespace())
                    .resource(made)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return find();
            }
            throw e;
        }
    }
}
