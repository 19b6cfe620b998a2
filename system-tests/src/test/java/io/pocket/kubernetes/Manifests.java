package io.pocket.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.pocket.control.scale.TierProperties;
import io.pocket.protocol.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;

/** The objects of one rendered overlay. */
final class Manifests {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String TIER = "pocket.io/tier";

    private final List<HasMetadata> objects;

    private Manifests(List<HasMetadata> objects) {
        this.objects = objects;
    }

    static Manifests read(String yaml) {
        return new Manifests(Stream.of(yaml.split("(?m)^---$"))
                .map(document -> (HasMetadata) SERIALIZATION.unmarshal(document))
                .toList());
    }

    List<HasMetadata> all() {
        return objects;
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind.getSimpleName() + " " + name));
    }

    List<PodTemplate> tiers() {
        return all(PodTemplate.class);
    }

    static Tier tier(PodTemplate template) {
        return Tier.ofLabel(template.getMetadata().getLabels().get(TIER));
    }

    /** Everything that becomes pods, with as many of them as there may be at most. */
    List<Workload> workloads() {
        TierProperties bounds = configuration().bind(TierProperties.PREFIX, Bindable.of(TierProperties.class));
        return Stream.of(
                        all(Deployment.class).stream()
                                .map(it -> Workload.of(
                                        it,
                                        it.getSpec().getTemplate(),
                                        it.getSpec().getReplicas())),
                        all(StatefulSet.class).stream()
                                .map(it -> Workload.of(
                                        it,
                                        it.getSpec().getTemplate(),
                                        it.getSpec().getReplicas())),
                        tiers().stream()
                                .map(it -> Workload.of(
                                        it,
                                        it.getTemplate(),
                                        bounds.of(tier(it)).maxNodes())))
                .flatMap(workloads -> workloads)
                .toList();
    }

    Workload workload(String name) {
        return workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no workload " + name));
    }

    /** What the controller is configured with. */
    Settings configuration() {
        String yaml = one(ConfigMap.class, "pocket-controller").getData().get("application.yaml");
        return Settings.ofYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
