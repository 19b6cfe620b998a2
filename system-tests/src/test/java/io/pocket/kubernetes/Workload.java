package io.pocket.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What pods are made from.
 *
 * @param podsMax most pods at once
 */
record Workload(String name, HasMetadata object, ObjectMeta metadata, PodSpec spec, int podsMax) {

    static Workload of(HasMetadata object, PodTemplateSpec template, int podsMax) {
        return new Workload(
                object.getMetadata().getName(), object, template.getMetadata(), template.getSpec(), podsMax);
    }

    /** Sidecars first. */
    List<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList();
    }

    /** The one that is no sidecar. */
    Container main() {
        return spec.getContainers().getFirst();
    }

    Volume volume(String volume) {
        return spec.getVolumes().stream()
                .filter(known -> known.getName().equals(volume))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no volume " + volume));
    }

    /** Names and values; those that come from elsewhere are empty. */
    static Map<String, String> environment(Container container) {
        return container.getEnv().stream()
                .collect(Collectors.toMap(
                        EnvVar::getName, variable -> variable.getValue() == null ? "" : variable.getValue()));
    }

    static int port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new AssertionError(container.getName() + " has no port " + name));
    }

    /** The name of the image, without registry and tag. */
    static String imageName(Container container) {
        String image = container.getImage();
        return image.substring(image.lastIndexOf('/') + 1).replaceAll(":.*", "");
    }

    static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValueExact();
    }

    static long memoryLimit(Container container) {
        return bytes(container.getResources().getLimits().get("memory"));
    }
}
