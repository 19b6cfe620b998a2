package io.pocket.control;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pocket.control.ControllerUnderTest.Answer;
import io.pocket.control.kubernetes.OnKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole controller, started as on a cluster. */
class KubernetesControllerTest {

    @TempDir
    private Path dataDir;

    private final OnKubernetes cluster = new OnKubernetes();
    private ControllerUnderTest controller;

    @BeforeEach
    void start() throws IOException {
        applyTemplate();
        controller = ControllerUnderTest.start(dataDir, cluster.settings(), cluster::register);
    }

    @AfterEach
    void stop() {
        controller.close();
        cluster.close();
    }

    private void applyTemplate() {
        cluster.client()
                .v1()
                .podTemplates()
                .resource(new PodTemplateBuilder()
                        .withNewMetadata()
                        .withName("pocket-dram")
                        .withNamespace(cluster.client().getNamespace())
                        .addToLabels("pocket.io/tier", "dram")
                        .endMetadata()
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("node")
                        .withImage("pocket-node")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .build())
                .create();
    }

    private int pods() {
        return cluster.client().pods().list().getItems().size();
    }

    @Test
    void shouldBeReadyAndShowItsTiers() {
        assertThat(controller.get("/actuator/health/readiness").status()).isEqualTo(200);
        eventually(() -> {
            Answer tiers = controller.get("/api/v1/scaling");
            assertThat(tiers.json().get(0).get("tier").asString()).isEqualTo("dram");
        });
        assertThat(controller.get("/actuator/prometheus").text()).contains("pocket_tier_wanted{tier=\"dram\"");
    }

    @Test
    void shouldTakeBoundsFromTheConfigMapAndSayWhy() {
        cluster.client()
                .configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("pocket-controller")
                        .withNamespace(cluster.client().getNamespace())
                        .endMetadata()
                        .addToData("application.yaml", "pocket.scaling.tiers.dram.min-nodes: 2")
                        .build())
                .create();
        eventually(() -> assertThat(pods()).isEqualTo(2));
        assertThat(controller.get("/api/v1/decisions").text()).contains("other bounds are in force", "pocket-dram-2");
    }

    @Test
    void shouldMakeTheClusterKey() {
        assertThat(cluster.client().secrets().withName("pocket-cluster-key").get())
                .isNotNull();
    }

    @Test
    void shouldShowWhereTheServicesAre() {
        KubernetesClient client = cluster.client();
        client.services()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("pocket-controller")
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withName("rest")
                        .withPort(7070)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        client.endpoints()
                .resource(new EndpointsBuilder()
                        .withNewMetadata()
                        .withName("pocket-controller")
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .addNewSubset()
                        .addNewAddress()
                        .withIp("10.1.2.3")
                        .endAddress()
                        .addNewPort()
                        .withName("rest")
                        .withPort(7070)
                        .endPort()
                        .endSubset()
                        .build())
                .create();
        eventually(() -> assertThat(controller.get("/actuator/info").text()).contains("http://10.1.2.3:7070"));
    }
}
