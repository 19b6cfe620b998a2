package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes a tier's pods from its template. */
final class PodMaker {

    /** Eight bytes of it tell templates apart. */
    private static final int HASH_BYTES = 8;

    private PodMaker() {}

    /**
     * The pod of one number.
     *
     * <p>It belongs to its template: whoever deletes that ends the tier, also while no controller runs.
     *
     * @param epoch of the leader that makes it
     */
    static Pod make(PodTemplate template, int ordinal, long epoch) {
        PodTemplateSpec pattern = template.getTemplate();
        return new PodBuilder()
                .withNewMetadataLike(pattern.getMetadata())
                .withName(PodReader.name(template.getMetadata().getName(), ordinal))
                .withNamespace(template.getMetadata().getNamespace())
                .addToLabels(Names.TIER, template.getMetadata().getLabels().get(Names.TIER))
                .addToAnnotations(Names.TEMPLATE_HASH, hash(template))
                .addToAnnotations(Names.MADE_IN_EPOCH, Long.toString(epoch))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("PodTemplate")
                        .withName(template.getMetadata().getName())
                        .withUid(template.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withSpec(pattern.getSpec())
                .build();
    }

    /** A digest of what pods are made from; it stays when something else about the template changes. */
    static String hash(PodTemplate template) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Serialization.asJson(template.getTemplate()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
