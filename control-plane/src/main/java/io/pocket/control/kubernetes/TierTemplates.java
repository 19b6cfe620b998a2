package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.pocket.protocol.Tier;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The PodTemplates of the tiers, in the API server. All changes are compare-and-set on the object's version, so of two
 * controllers that change one at the same time, one is told so.
 */
final class TierTemplates {

    /** Whoever changes a template this often at the same time is no person. */
    private static final int ATTEMPTS = 5;

    /** Older ones have gone long ago. */
    private static final int CHOSEN_MAX = 64;

    private final KubernetesClient client;
    private final String namespace;

    TierTemplates(KubernetesClient client) {
        this.client = client;
        this.namespace = client.getNamespace();
    }

    /** The tier of a template; nothing if its label names none. */
    static Optional<Tier> tier(PodTemplate template) {
        String label = template.getMetadata().getLabels().getOrDefault(Names.TIER, "");
        return List.of(Tier.values()).stream()
                .filter(tier -> tier.label().equals(label))
                .findFirst();
    }

    /** Those with a tier's label, as they are now. */
    List<PodTemplate> list() {
        return client.v1()
                .podTemplates()
                .inNamespace(namespace)
                .withLabel(Names.TIER)
                .list()
                .getItems();
    }

    /**
     * Makes this controller the one that may change the tiers. Called only by who holds the lease.
     *
     * @return its epoch, higher than any before
     */
    long claimAll() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<PodTemplate> templates = list();
            long epoch = templates.stream().mapToLong(Epoch::of).max().orElse(0) + 1;
            if (templates.stream().allMatch(template -> claim(template, epoch))) {
                return epoch;
            }
        }
        throw new IllegalStateException("the PodTemplates changed " + ATTEMPTS + " times while they were claimed");
    }

    /** Claims one that came later, or lost its annotation. Returns whether nobody changed it meanwhile. */
    boolean claim(PodTemplate template, long epoch) {
        return annotate(template, Map.of(Names.LEADER_EPOCH, Long.toString(epoch)));
    }

    /**
     * Keeps how many nodes the tier shall have.
     *
     * @throws DeposedException another controller has claimed the template
     */
    void setNodes(String name, int nodes, long epoch) {
        change(name, epoch, template -> Map.of(Names.NODES, Integer.toString(nodes)));
    }

    /**
     * Keeps, at once, that the tier shall have so many nodes and which pod goes for it.
     *
     * @throws DeposedException another controller has claimed the template
     */
    void setNodesWithout(String name, int nodes, String uid, long epoch) {
        change(name, epoch, template -> {
            List<String> chosen = new ArrayList<>(chosen(template));
            chosen.add(uid);
            List<String> last = chosen.subList(Math.max(0, chosen.size() - CHOSEN_MAX), chosen.size());
            return Map.of(Names.NODES, Integer.toString(nodes), Names.CHOSEN, String.join(",", last));
        });
    }

    /** Uids of the pods that were chosen to go, most of which have gone. */
    static List<String> chosen(PodTemplate template) {
        String uids = Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(Names.CHOSEN, "");
        return uids.isEmpty() ? List.of() : List.of(uids.split(","));
    }

    private void change(String name, long epoch, Function<PodTemplate, Map<String, String>> annotations) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PodTemplate template = client.v1()
                    .podTemplates()
                    .inNamespace(namespace)
                    .withName(name)
                    .require();
            requireOwn(template, epoch);
            if (annotate(template, annotations.apply(template))) {
                return;
            }
        }
        throw new IllegalStateException("PodTemplate " + name + " changed " + ATTEMPTS + " times while it was written");
    }

    static void requireOwn(PodTemplate template, long epoch) {
        if (Epoch.of(template) > epoch) {
            throw new DeposedException(template.getMetadata().getName(), epoch, Epoch.of(template));
        }
    }

    private boolean annotate(PodTemplate seen, Map<String, String> annotations) {
        Map<String, Object> patch = Map.of(
                "metadata",
                Map.of("resourceVersion", seen.getMetadata().getResourceVersion(), "annotations", annotations));
        try {
            client.v1()
                    .podTemplates()
                    .inNamespace(namespace)
                    .withName(seen.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }
}
