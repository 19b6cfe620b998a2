package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pods of the tiers, in the API server. Each call may be repeated, and none does anything to a pod that is not as it
 * was seen: creating is by name, changing and deleting by version.
 */
final class TierPods {

    private final KubernetesClient client;
    private final String namespace;

    TierPods(KubernetesClient client) {
        this.client = client;
        this.namespace = client.getNamespace();
    }

    /** Uids of all pods of the tiers, read from the API server's store itself. */
    Set<String> uids() {
        return client.pods().inNamespace(namespace).withLabel(Names.TIER).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    /** Returns whether it was made now; otherwise there is one of this name already. */
    boolean create(PodTemplate template, int ordinal, long epoch) {
        Pod pod = PodMaker.make(template, ordinal, epoch);
        return unlessOvertaken(
                () -> client.pods().inNamespace(namespace).resource(pod).create());
    }

    /** Marks it as chosen to go. Returns whether it is still as it was seen. */
    boolean retire(PodView pod, String reason) {
        return annotate(pod, reason);
    }

    /** Takes that mark away. Returns whether it is still as it was seen. */
    boolean recall(PodView pod) {
        return annotate(pod, null);
    }

    /** Begins to end it, in its own time. Returns whether it is still as it was seen. */
    boolean delete(PodView pod) {
        return unlessOvertaken(
                () -> resource(pod).lockResourceVersion(pod.version()).delete());
    }

    private PodResource resource(PodView pod) {
        return client.pods().inNamespace(namespace).withName(pod.name());
    }

    /** Null takes the annotation away; the client's own JSON would leave nulls out. */
    private boolean annotate(PodView pod, String retiring) {
        String patch = """
                {"metadata":{"uid":"%s","resourceVersion":"%s","annotations":{"%s":%s}}}""".formatted(pod.uid(), pod.version(), Names.RETIRING, Serialization.asJson(retiring));
        return unlessOvertaken(() -> resource(pod).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** Somebody may have been there in the meantime; the next look at the tier tells what is left to do. */
    private static boolean unlessOvertaken(Runnable change) {
        try {
            change.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
