package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.List;

/**
 * What the API server tells of PodTemplates and pods of the tiers, without being asked. Thread-safe. The watches come back by
 * themselves when a connection is lost; what is held then is as of before.
 */
final class TierWatch implements AutoCloseable {

    private final SharedIndexInformer<PodTemplate> templates;
    private final SharedIndexInformer<Pod> pods;

    /**
     * Begins to watch; what there is is held when this returns.
     *
     * @param onChange called by the watches' threads at each change; must return at once
     */
    TierWatch(KubernetesClient client, Runnable onChange) {
        String namespace = client.getNamespace();
        templates = client.v1()
                .podTemplates()
                .inNamespace(namespace)
                .withLabel(Names.TIER)
                .inform(new Handler<>(onChange));
        pods = client.pods().inNamespace(namespace).withLabel(Names.TIER).inform(new Handler<>(onChange));
    }

    /** By name. */
    List<PodTemplate> templates() {
        return templates.getStore().list().stream().sorted(byName()).toList();
    }

    /** By name, of all tiers. */
    List<Pod> pods() {
        return pods.getStore().list().stream().sorted(byName()).toList();
    }

    private static <T extends HasMetadata> Comparator<T> byName() {
        return Comparator.comparing(resource -> resource.getMetadata().getName());
    }

    @Override
    public void close() {
        templates.close();
        pods.close();
    }

    private record Handler<T>(Runnable onChange) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T added) {
            onChange.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            onChange.run();
        }

        @Override
        public void onDelete(T deleted, boolean unsure) {
            onChange.run();
        }
    }
}
